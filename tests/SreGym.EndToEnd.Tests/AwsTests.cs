using System.Diagnostics;
using System.Text.Json.Nodes;

namespace SreGym.EndToEnd.Tests;

/// <summary>./run --target aws: what it says before anything is made, the stack, and its end.</summary>
public sealed class AwsTests
{
    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    private static readonly string[] s_cluster =
        ["--target", "aws", "--region", "ca-central-1", "--operator-cidr", "203.0.113.7/32"];

    [Theory]
    [InlineData("no credentials", "--region", "eu-central-1")]
    [InlineData("no region", "--once")]
    public async Task Run_WithoutAccess_SaysInOneLineWhatIsMissingAndExitsWith2InTime(string missing, params string[] arguments)
    {
        var began = Stopwatch.GetTimestamp();
        await using var run = Run.StartWith(AwsEmulator.Access(null), ["--target", "aws", .. arguments]);

        Assert.Equal(2, await run.WaitForExitAsync());
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(10));
        Assert.Contains(missing, Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Run_PublicAddressUnknown_AsksForItByName()
    {
        AwsEmulator.Require();
        await using var run = Run.StartWith(AwsEmulator.Access(AwsEmulator.Endpoint), "--target", "aws", "--region", "eu-central-1");

        Assert.Equal(2, await run.WaitForExitAsync());
        Assert.Contains("--operator-cidr", Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NobodyAgreesToTheCosts_NamesThemAndMakesNothing()
    {
        AwsEmulator.Require();
        await using var run = Run.StartWith(AwsEmulator.Access(AwsEmulator.Endpoint), s_cluster);

        Assert.Equal(2, await run.WaitForExitAsync());
        Assert.Contains("per hour", run.Error, StringComparison.Ordinal);
        Assert.Contains("--yes", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("CREATE_IN_PROGRESS", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_InstanceCannotBeMade_NamesItWithItsReasonAlsoOnTheTraceAndLeavesNothing()
    {
        AwsEmulator.Require();
        await using var run = Run.StartWith(AwsEmulator.Access(AwsEmulator.Endpoint), [.. s_cluster, "--yes", "--instance-type", "t3.nonsense"]);

        var said = await run.WaitForLineAsync("was ROLLBACK_COMPLETE");
        var span = Repository.HasDashboard ? await ReadSpanAsync(TraceLink.Find(run.Error)) : null;
        run.Signal(Run.Interrupt);

        Assert.Contains("Server (AWS::EC2::Instance) CREATE_FAILED", said, StringComparison.Ordinal);
        Assert.EndsWith("It is deleted.", said, StringComparison.Ordinal);
        Assert.Equal(2, await run.WaitForExitAsync());
        await using var destroy = Run.StartWith(AwsEmulator.Access(AwsEmulator.Endpoint), "--target", "aws", "--region", "ca-central-1", "--destroy");
        Assert.Equal(0, await destroy.WaitForExitAsync());
        Assert.Contains("nothing is left", destroy.Error, StringComparison.Ordinal);
        Assert.SkipWhen(span is null, Dashboard.Missing);
        Assert.Equal("provision stack", (string)span!["name"]!);
        Assert.Contains("Server (AWS::EC2::Instance) CREATE_FAILED", (string)span["status"]!["message"]!, StringComparison.Ordinal);
        var failed = Assert.Single(span["events"]!.AsArray(), each => (string)each!["name"]! == "CREATE_FAILED")!;
        Assert.Contains("t3.nonsense", failed.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ChangeCannotBeMade_SaysWhyAndLeavesTheStackAsItWas()
    {
        const string Region = "ca-west-1";
        const string Stack = "sregym-target-cluster";
        AwsEmulator.Require();
        await AwsStack.CreateAsync(Region, Stack, Ends);
        await using var gate = await ChangeSetGate.StartAsync(AwsEmulator.Endpoint!, "Parameter validation failed: parameter value al2023 for parameter name ImageId does not exist.");

        await using var run = Run.StartWith(
            AwsEmulator.Access(gate.Address), "--target", "aws", "--region", Region, "--operator-cidr", "203.0.113.7/32", "--agents", "1", "--yes", "--once");

        Assert.Equal(2, await run.WaitForExitAsync());
        Assert.Contains($"stack {Stack} cannot be changed", run.Error, StringComparison.Ordinal);
        Assert.Contains("parameter name ImageId does not exist. It is as it was", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("AWS::EC2::VPC", run.Error, StringComparison.Ordinal);
        var places = await AwsStack.ReadAsync(Region, Stack, Ends);
        Assert.Contains("<StackStatus>CREATE_COMPLETE</StackStatus>", places["parameters, outputs and tags"], StringComparison.Ordinal);
        await AwsStack.DeleteAsync(Region, Stack, Ends);
    }

    private static async Task<JsonNode> ReadSpanAsync(TraceLink? trace)
    {
        Assert.NotNull(trace);
        using var dashboard = await Dashboard.OpenAsync(trace.Login, Ends);
        return Assert.Single(await dashboard.ListSpansAsync(trace.Id, Ends));
    }
}
