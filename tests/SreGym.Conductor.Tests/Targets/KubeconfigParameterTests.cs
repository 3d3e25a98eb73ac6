using Microsoft.Extensions.Time.Testing;
using SreGym.Conductor.Targets.Aws;
using SreGym.Contracts;

namespace SreGym.Conductor.Tests.Targets;

public sealed class KubeconfigParameterTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_ParameterThatNeverComes_SaysWhatItWaitsForAndWhereToLook()
    {
        AwsEmulator.Require();
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMinutes(1) };
        var lines = new List<string>();

        var late = await Assert.ThrowsAsync<SreGymException>(
            () => new KubeconfigParameter(time).ReadAsync("/no/such", null, TimeSpan.FromSeconds(1), lines.Add, Cancelled));

        Assert.Equal(ErrorReasons.NotReadyInTime, late.Reason);
        Assert.Contains("'/no/such'", late.Message, StringComparison.Ordinal);
        Assert.Contains("cloud-init-output.log", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_ParameterThatComesLater_IsReadThen()
    {
        AwsEmulator.Require();
        var name = $"/later/{Guid.NewGuid():N}";
        var time = new PausingTime();

        var reading = new KubeconfigParameter(time).ReadAsync(name, null, TimeSpan.FromMinutes(5), _ => { }, Cancelled);
        await time.Paused.WaitAsync(Cancelled);
        await AwsEmulator.PutSecretAsync(name, "the kubeconfig");
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("the kubeconfig", await reading);
    }

    private sealed class PausingTime : FakeTimeProvider
    {
        private readonly TaskCompletionSource _paused = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Done once somebody waits for this clock.</summary>
        public Task Paused => _paused.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _paused.TrySetResult();
            return timer;
        }
    }
}
