using SreGym.Contracts.Oracle.V1;

namespace SreGym.Oracle.Tests.Repairs;

/// <summary>Ways to make the symptom go away without a repair, and repairs that break something else. None of them counts.</summary>
public sealed class CheatTests(IncidentServicesFixture fixture)
{
    public static TheoryData<string> Names => [.. Attempts.Cheats.Select(attempt => attempt.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Cheat_ByAnybody_Fails(string name)
    {
        var cheat = Attempts.Cheats.Single(attempt => attempt.Key == name);

        var verdict = await fixture.Results.GetAsync(cheat);

        var failed = verdict.Checks.Where(check => check.Verdict == Verdict.Fail).Select(check => check.Name).ToHashSet();
        Assert.Equal(Verdict.Fail, verdict.Verdict);
        Assert.True(failed.IsSupersetOf(cheat.Failing), AttemptResults.Explain(verdict));
    }
}
