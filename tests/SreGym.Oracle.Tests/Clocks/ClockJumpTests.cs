using SreGym.Contracts.Oracle.V1;
using SreGym.IncidentHost;
using SreGym.Oracle.Tests.Repairs;
using SreGym.TestingHost.Clusters;

namespace SreGym.Oracle.Tests.Clocks;

/// <summary>The machine's clock is set while an incident goes on: in its waits, its back-off and its stability window.</summary>
public sealed class ClockJumpTests
{
    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Incident_ClockIsSetByAnHourAtEveryStep_IsJudgedAsEverAndUndone(int hours)
    {
        var clock = new SteppedClock();
        await using var services = await IncidentServices.StartAsync(clock);
        await using var incident = await Incident.PrepareAsync(services, "missing_image_pull_secret", "jumps");
        await incident.InjectAsync();
        await JumpDuringAsync(incident.AwaitSymptomAsync());
        var broken = await JumpDuringAsync(incident.EvaluateAsync());

        var engineer = await Engineer.OnCallAsync(incident);
        await engineer.CreateSecretAsync();
        clock.Advance(TimeSpan.FromHours(hours));
        await engineer.DeletePodsAsync();
        await incident.AwaitRolloutAsync(Engineer.Target);
        var repaired = await JumpDuringAsync(incident.EvaluateAsync());
        var recovered = await JumpDuringAsync(incident.RecoverAsync(keepPreparation: false));

        Assert.Equal(Verdict.Fail, broken.Verdict);
        Assert.True(repaired.Verdict == Verdict.Pass, AttemptResults.Explain(repaired));
        Assert.All(repaired.Checks, check => Assert.InRange(check.Duration.ToTimeSpan(), TimeSpan.Zero, TimeSpan.FromMinutes(5)));
        Assert.Empty(recovered.Leftovers);

        Task<T> JumpDuringAsync<T>(Task<T> step)
        {
            clock.Advance(TimeSpan.FromHours(hours));
            return step.WaitAsync(TimeSpan.FromMinutes(1));
        }
    }
}
