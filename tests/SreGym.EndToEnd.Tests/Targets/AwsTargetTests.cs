namespace SreGym.EndToEnd.Tests.Targets;

/// <summary>
/// From the stack to the verdict. The stack is made by real calls; no instance boots behind them, so a real cluster plays its part and
/// this test what the user data does at its end.
/// </summary>
[Collection(RealClusterCollection.Name)]
public sealed class AwsTargetTests
{
    private const string Region = "eu-north-1";
    private const string Stack = "sregym-target-cluster";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(8);

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReferenceAgent_FromTheStackToTheVerdict_PassesLeaksNoCredentialAndDestroyLeavesNothing()
    {
        AwsEmulator.Require();
        var kubeconfig = RealCluster.RequireKubeconfig();
        var more = (Environment.GetEnvironmentVariable(RealCluster.ArgumentsVariable) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var access = AwsEmulator.Access(AwsEmulator.Endpoint);
        await using (var run = Run.StartWith(
            access,
            [
                "--target", "aws", "--region", Region, "--operator-cidr", "203.0.113.7/32", "--k3s-sha256", new string('0', 64),
                "--yes", "--seed", "13", .. more,
            ]))
        {
            await run.WaitForLineAsync($"{Stack} (AWS::CloudFormation::Stack) CREATE_COMPLETE");
            await AwsEmulator.HandOverAsync(Region, $"/sregym/{Stack}/kubeconfig", kubeconfig, Ends);
            // The line of the stage before the participant's.
            await run.WaitForLineAsync("  inject ", s_limit);
            var secrets = await EpisodeSecrets.ReadAsync(kubeconfig, run.Artifacts, Ends);
            var verdict = await run.WaitForLineAsync("mitigation=", s_limit);

            Assert.Contains("diagnosis=pass mitigation=pass", verdict, StringComparison.Ordinal);
            Assert.Equal(["participant's token", "password"], secrets.Keys.Select(name => name.Split(" of ")[0]).Distinct().Order());
            Assert.Empty(SecretSearch.Find(secrets, await SecretSearch.ReadAsync(run, Region, Stack, "write report", Ends)));
        }

        await using var destroy = Run.StartWith(access, "--target", "aws", "--region", Region, "--destroy");
        Assert.Equal(0, await destroy.WaitForExitAsync());
        Assert.Contains("nothing is left", destroy.Error, StringComparison.Ordinal);
    }
}
