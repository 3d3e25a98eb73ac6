using System.Net;
using System.Net.Sockets;

namespace SreGym.EndToEnd.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("missing_image_pull_secret", "--problem", "nonsense")]
    [InlineData("embedded", "--target", "moon")]
    [InlineData("reference", "--agent", "nobody")]
    [InlineData("recommendation", "--services", "nothing")]
    [InlineData("name=value", "--option", "decoys")]
    [InlineData("cluster-admin", "--rights", "king")]
    [InlineData("--port", "--port", "70000")]
    public async Task Run_BadValue_NamesValueAndChoiceAndExitsWith2(string remedy, string option, string value)
    {
        await using var run = Run.Start("--once", option, value);

        var exitCode = await run.WaitForExitAsync();

        Assert.Equal(2, exitCode);
        Assert.Contains(value, run.Error, StringComparison.Ordinal);
        Assert.Contains(remedy, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Run_UnknownOption_ExitsWith2()
    {
        await using var run = Run.Start("--frobnicate");

        Assert.Equal(2, await run.WaitForExitAsync());
        Assert.Contains("--frobnicate", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PortInUse_NamesItAndLeavesNothingBehind()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await using var run = Run.Start("--once", "--port", port);

        var exitCode = await run.WaitForExitAsync();

        Assert.Equal(2, exitCode);
        Assert.Contains($"port {port}", run.Error, StringComparison.Ordinal);
        Assert.Contains("--port", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FolderCannotBeMade_NamesItAndExitsWith2()
    {
        await using var run = Run.Start("--once", "--artifacts", "/proc/nowhere");

        Assert.Equal(2, await run.WaitForExitAsync());
        Assert.Contains("/proc/nowhere", run.Error, StringComparison.Ordinal);
        Assert.Contains("--artifacts", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--list-problems", "missing_image_pull_secret", "expired_registry_token")]
    [InlineData("--list-agents", "reference", "noop", "cheat-public-image", "cheat-open-registry", "cheat-delete-deployment", "none")]
    public async Task List_Ids_OnePerLine(string option, params string[] expected)
    {
        await using var run = Run.Start(option);

        Assert.Equal(0, await run.WaitForExitAsync());
        Assert.Equal(expected, run.Output);
    }
}
