using System.CommandLine;

namespace SreGym.Cli.Tests;

public sealed class SreGymCommandTests
{
    [Fact]
    public async Task Help_OfTheRoot_NamesEveryCommand()
    {
        var output = new StringWriter();

        var exitCode = await SreGymCommand.Create().Parse(["--help"]).InvokeAsync(
            new InvocationConfiguration { Output = output }, TestContext.Current.CancellationToken);

        Assert.Equal(ExitCodes.Success, exitCode);
        Assert.Contains("mirror <source> <target>", output.ToString(), StringComparison.Ordinal);
    }
}
