using System.Globalization;
using System.Text.RegularExpressions;
using SreGym.Contracts.Oracle.V1;
using SreGym.IncidentHost;
using SreGym.Problems;
using SreGym.Problems.Baselines;
using SreGym.Problems.Subjects;

namespace SreGym.Injector.Tests.Problems;

/// <summary>What every problem of the catalogue has to satisfy.</summary>
public sealed partial class ProblemConformanceTests(IncidentServicesFixture fixture)
{
    private static int s_incidents;

    public static TheoryData<string> Problems => [.. ProblemCatalogue.Ids];

    [Theory]
    [MemberData(nameof(Problems))]
    public async Task Problem_HealthyPassesInjectedFailsRecoveredPasses(string problemId)
    {
        await using var incident = await Incident.PrepareAsync(fixture.Services, problemId, Name());

        var healthy = await incident.EvaluateAsync();
        await incident.InjectAsync();
        await incident.AwaitSymptomAsync();
        var broken = await incident.EvaluateAsync();
        var summary = await incident.RecoverAsync(keepPreparation: true);
        var recovered = await incident.EvaluateAsync();

        Assert.True(healthy.Verdict == Verdict.Pass, Explain(healthy));
        Assert.True(broken.Verdict == Verdict.Fail, Explain(broken));
        Assert.Empty(summary.Leftovers);
        Assert.True(recovered.Verdict == Verdict.Pass, Explain(recovered));
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public async Task Problem_EachStepTwice_IsOnce(string problemId)
    {
        await using var incident = await Incident.PrepareAsync(fixture.Services, problemId, Name());
        var prepared = await CaptureAsync(incident);
        var again = await incident.PrepareFaultAsync();
        var preparedAgain = await CaptureAsync(incident);

        var first = await incident.InjectAsync();
        await incident.AwaitSymptomAsync();
        var pods = await ListPodsAsync(incident);
        var second = await incident.InjectAsync();
        var podsAgain = await ListPodsAsync(incident);

        Assert.Empty(BaselineComparison.Compare(prepared, preparedAgain));
        Assert.True(again.Changes > 0);
        Assert.Equal(first.Changes, second.Changes);
        Assert.Equal(pods, podsAgain);
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public async Task Problem_RecoveredWithoutAFault_IsLeftAlone(string problemId)
    {
        await using var incident = await Incident.ProvisionAsync(fixture.Services, problemId, Name());
        var before = await CaptureAsync(incident);

        var summary = await incident.RecoverAsync(keepPreparation: false);

        Assert.Equal(0, summary.Changes);
        Assert.Empty(BaselineComparison.Compare(before, await CaptureAsync(incident)));
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public async Task Problem_RecoveredCompletely_IsAsDeployed(string problemId)
    {
        await using var incident = await Incident.ProvisionAsync(fixture.Services, problemId, Name());
        var before = await CaptureAsync(incident);
        await incident.PrepareAsync();
        await incident.CaptureBaselineAsync();
        await incident.InjectAsync();
        await incident.AwaitSymptomAsync();

        var summary = await incident.RecoverAsync(keepPreparation: false);
        var second = await incident.RecoverAsync(keepPreparation: false);

        Assert.Empty(summary.Leftovers);
        Assert.Equal(0, second.Changes);
        var left = BaselineComparison.Compare(before, await CaptureAsync(incident))
            .Where(difference => !IsOfTheRegistry(difference));
        Assert.Empty(left);
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public async Task Problem_RecoveredByANewProcess_IsAsBefore(string problemId)
    {
        await using var incident = await Incident.BreakAsync(fixture.Services, problemId, Name());

        var summary = await incident.RecoverAsync(keepPreparation: true, await fixture.Services.StartAnotherInjectorAsync());

        Assert.Empty(summary.Leftovers);
        var verdict = await incident.EvaluateAsync();
        Assert.True(verdict.Verdict == Verdict.Pass, Explain(verdict));
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public async Task Problem_Removed_LeavesNothingOfTheApplication(string problemId)
    {
        await using var incident = await Incident.BreakAsync(fixture.Services, problemId, Name());

        var summary = await incident.RemoveApplicationAsync();

        Assert.Empty(summary.Leftovers);
        Assert.Null(await incident.Api.FindAsync(
            new ObjectKey(KubernetesResources.Namespaces, null, incident.Namespace), CancellationToken.None));
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public async Task Problem_SeenFromInside_NamesNeitherFaultNorHarness(string problemId)
    {
        await using var incident = await Incident.BreakAsync(fixture.Services, problemId, Name());
        var words = new List<string>();

        foreach (var resource in KubernetesResources.All)
        {
            var found = await incident.Api.FindAllAsync(resource, null, CancellationToken.None);
            words.AddRange(from item in found?.Items ?? []
                           let text = item.ToJsonString().Replace("ghcr.io/sregym/hotel-reservation", "", StringComparison.Ordinal)
                           from Match match in HarnessWords().Matches(text)
                           select $"{ObjectKey.Of(item)}: …{text[Math.Max(0, match.Index - 40)..Math.Min(text.Length, match.Index + 60)]}…");
        }

        Assert.Empty(words);
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public async Task Problem_TwoEpisodesSideBySide_DoNotTouchEachOther(string problemId)
    {
        await using var broken = await Incident.BreakAsync(fixture.Services, problemId, Name(), seed: 1);
        await using var sound = await Incident.PrepareAsync(fixture.Services, problemId, Name(), seed: 2);

        var verdict = await sound.EvaluateAsync();
        await broken.RecoverAsync(keepPreparation: false);
        var after = await sound.EvaluateAsync();

        Assert.True(verdict.Verdict == Verdict.Pass, Explain(verdict));
        Assert.True(after.Verdict == Verdict.Pass, Explain(after));
        Assert.NotEqual(broken.Registry.Password, sound.Registry.Password);
    }

    private static Task<Baseline> CaptureAsync(Incident incident) => BaselineCrawler.CaptureAsync(incident.Api, CancellationToken.None);

    private static async Task<List<string>> ListPodsAsync(Incident incident)
    {
        var pods = await incident.Api.FindAllAsync(KubernetesResources.Pods, incident.Namespace, CancellationToken.None);
        return [.. pods!.Items.Select(pod => pod.Name()).Order()];
    }

    private static string Name() =>
        string.Create(CultureInfo.InvariantCulture, $"conformance-{Interlocked.Increment(ref s_incidents)}");

    // The registry is its provider's to remove, with its volume.
    private static bool IsOfTheRegistry(Difference difference) =>
        difference.Namespace == "platform-registry"
        || difference.Key == "Namespace platform-registry"
        || difference.Item.Text("spec", "claimRef", "namespace") == "platform-registry";

    private static string Explain(MitigationVerdict verdict) =>
        string.Join("\n", verdict.Checks.Select(check => $"{check.Verdict} {check.Name}: {check.Reason}"));

    [GeneratedRegex(@"sregym|(?<![a-z])(fault|faults|faulty|problem|decoy|oracle|inject\w*|harness|benchmark|cheat|gym)(?![a-z])", RegexOptions.IgnoreCase)]
    private static partial Regex HarnessWords();
}
