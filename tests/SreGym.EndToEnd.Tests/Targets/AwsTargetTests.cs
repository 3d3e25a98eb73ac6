namespace SreGym.EndToEnd.Tests.Targets;

/// <summary>
/// From the stack to the verdict. The stack is made by real calls; no instance boots behind them, so a real cluster plays its part and
/// this test what the user data does at its end.
/// </summary>
[Collection(RealClusterCollection.Name)]
public sealed class AwsTargetTests
{
    private const string Region = "eu-north-1";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(8);

    [Fact]
    public async Task ReferenceAgent_FromTheStackToTheVerdict_PassesAndDestroyLeavesNothing()
    {
        AwsEmulator.Require();
        var kubeconfig = RealCluster.RequireKubeconfig();
        var more = (Environment.GetEnvironmentVariable(RealCluster.ArgumentsVariable) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var access = AwsEmulator.Access(AwsEmulator.Endpoint);
        await using var run = Run.StartWith(
            access,
            [
                "--target", "aws", "--region", Region, "--operator-cidr", "203.0.113.7/32", "--k3s-sha256", new string('0', 64),
                "--yes", "--once", "--seed", "13", .. more,
            ]);

        await run.WaitForLineAsync("sregym-target-cluster (AWS::CloudFormation::Stack) CREATE_COMPLETE");
        await AwsEmulator.HandOverAsync(Region, "/sregym/sregym-target-cluster/kubeconfig", kubeconfig, TestContext.Current.CancellationToken);
        var exitCode = await run.WaitForExitAsync(s_limit);

        Assert.True(exitCode == 0, run.Error);
        await using var destroy = Run.StartWith(access, "--target", "aws", "--region", Region, "--destroy");
        Assert.Equal(0, await destroy.WaitForExitAsync());
        Assert.Contains("nothing is left", destroy.Error, StringComparison.Ordinal);
    }
}
