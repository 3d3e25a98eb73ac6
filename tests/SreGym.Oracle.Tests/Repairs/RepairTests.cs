using SreGym.Contracts.Oracle.V1;

namespace SreGym.Oracle.Tests.Repairs;

/// <summary>Every legitimate repair counts.</summary>
public sealed class RepairTests(IncidentServicesFixture fixture)
{
    public static TheoryData<string> Names => [.. Attempts.Repairs.Select(attempt => attempt.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Repair_ByTheParticipant_Passes(string name)
    {
        var verdict = await fixture.Results.GetAsync(Attempts.Repairs.Single(attempt => attempt.Key == name));

        Assert.Equal(8, verdict.Checks.Count);
        Assert.True(verdict.Verdict == Verdict.Pass, AttemptResults.Explain(verdict));
    }
}
