using System.CommandLine;
using System.Text.Json;

namespace SreGym.Cli.Tests.Mirror;

/// <summary>One call of <c>sregym mirror</c>: its exit code and what it wrote.</summary>
internal sealed record MirrorCall(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Its lines as JSON; fails when one is none.</summary>
    public IReadOnlyList<JsonElement> Events => [.. Lines.Select(line => JsonDocument.Parse(line).RootElement)];

    public JsonElement Totals => Events[^1].GetProperty("totals");

    /// <summary>Runs it in this process, without any configuration of Docker.</summary>
    public static async Task<MirrorCall> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exitCode = await SreGymCommand.Create()
            .Parse(["mirror", .. arguments, "--config", "/nonexistent/config.json"])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return new MirrorCall(exitCode, output.ToString(), error.ToString());
    }
}
