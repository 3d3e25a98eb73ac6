using System.Globalization;
using SreGym.Contracts.Oracle.V1;
using SreGym.IncidentHost;

namespace SreGym.Oracle.Tests.Repairs;

/// <summary>Every legitimate way to repair a missing pull secret counts. All of them work under the participant's own rights.</summary>
public sealed class RepairTests(IncidentServicesFixture fixture)
{
    private const string Problem = "missing_image_pull_secret";
    private static int s_incidents;

    [Fact]
    public Task SameName_PodsDeleted_Passes() => PassAsync(async engineer =>
    {
        await engineer.CreateSecretAsync();
        await engineer.DeletePodsAsync();
    });

    [Fact]
    public Task SameName_RolloutRestarted_Passes() => PassAsync(async engineer =>
    {
        await engineer.CreateSecretAsync();
        await engineer.RestartAsync();
    });

    [Fact]
    public Task SameName_BackOffWaitedFor_Passes() => PassAsync(engineer => engineer.CreateSecretAsync());

    [Fact]
    public Task OtherName_DeploymentPatched_Passes() => PassAsync(async engineer =>
    {
        await engineer.CreateSecretAsync("registry-login");
        await engineer.JsonPatchAsync(
            Engineer.Target, """[{"op":"replace","path":"/spec/template/spec/imagePullSecrets","value":[{"name":"registry-login"}]}]""");
    });

    [Fact]
    public Task OtherName_AddedBesideTheMissingOne_Passes() => PassAsync(async engineer =>
    {
        await engineer.CreateSecretAsync("registry-login");
        await engineer.PatchAsync(
            Engineer.Target, """{"spec":{"template":{"spec":{"imagePullSecrets":[{"name":"registry-login"}]}}}}""");
    });

    [Fact]
    public Task DefaultServiceAccount_NamesTheSecret_Passes() => PassAsync(async engineer =>
    {
        await engineer.CreateSecretAsync("registry-login");
        await engineer.PatchAccountAsync("default", "registry-login");
        await engineer.JsonPatchAsync(Engineer.Target, """[{"op":"remove","path":"/spec/template/spec/imagePullSecrets"}]""");
    });

    [Fact]
    public Task NewServiceAccount_NamesTheSecret_Passes() => PassAsync(async engineer =>
    {
        await engineer.CreateSecretAsync("registry-login");
        await engineer.CreateAccountAsync("image-puller", "registry-login");
        await engineer.JsonPatchAsync(
            Engineer.Target,
            """[{"op":"remove","path":"/spec/template/spec/imagePullSecrets"},{"op":"add","path":"/spec/template/spec/serviceAccountName","value":"image-puller"}]""");
    });

    [Fact]
    public Task SeveralServices_OneSecret_Passes() => PassAsync(
        async engineer =>
        {
            await engineer.CreateSecretAsync();
            await engineer.DeletePodsAsync("geo");
            await engineer.DeletePodsAsync("rate");
        },
        ("services", "geo,rate"));

    private async Task PassAsync(Func<Engineer, Task> repair, params (string Name, string Value)[] options)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"repair-{Interlocked.Increment(ref s_incidents)}");
        await using var incident = await Incident.BreakAsync(fixture.Services, Problem, name, 1, options);

        await repair(await Engineer.OnCallAsync(incident));
        await incident.AwaitRolloutAsync(options.Length == 0 ? [Engineer.Target] : options[0].Value.Split(','));
        var verdict = await incident.EvaluateAsync();

        Assert.Equal(8, verdict.Checks.Count);
        Assert.True(verdict.Verdict == Verdict.Pass, string.Join("\n", verdict.Checks.Select(check => $"{check.Verdict} {check.Name}: {check.Reason}")));
    }
}
