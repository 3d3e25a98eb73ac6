using SreGym.Contracts.Injector.V1;
using SreGym.Contracts.Oracle.V1;
using SreGym.IncidentHost;
using SreGym.Oracle.Tests.Repairs;
using SreGym.Problems.Subjects;
using SreGym.TestingHost.RealClusters;

namespace SreGym.Oracle.Tests.RealClusters;

/// <summary>One subject on a real cluster for all attempts, put back between them. Made when the first one asks.</summary>
public sealed class RealIncident(IncidentServicesFixture fixture) : IAsyncDisposable
{
    private const string RegistryNamespace = "platform-registry";
    private const string Registry = "registry";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    private readonly OraclePage _page = new();
    private RealClusterTurn? _turn;
    private Incident? _incident;
    private SubjectSnapshot? _healthy;

    internal OraclePage Page => _page;

    /// <summary>What the last fault has closed.</summary>
    internal IReadOnlyList<LockState> Locks { get; private set; } = [];

    internal async Task<MitigationVerdict> PerformAsync(Attempt attempt)
    {
        var incident = await GetHealthyAsync();
        await attempt.PrepareAsync(Engineer.Administrator(incident));
        await incident.CaptureBaselineAsync();
        Locks = (await incident.InjectAsync()).Locks;
        await incident.AwaitSymptomAsync();
        try
        {
            await attempt.ActAsync(await attempt.HireAsync(incident));
            if (attempt.IsRepair)
            {
                await AwaitSettledAsync(incident);
            }
        }
        catch (NotReachedException) when (!attempt.IsRepair)
        {
            // A cheat that does not get its pods to run, here where containers are real, must not count all the more.
        }

        return await incident.EvaluateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_incident is not null)
        {
            // What lies outside of the namespaces that go with the incident.
            await (_healthy?.RestoreAsync(_incident.Api) ?? Task.FromResult<IReadOnlyList<string>>([]));
            await _incident.DisposeAsync();
        }

        _turn?.Dispose();
    }

    private async Task<Incident> GetHealthyAsync()
    {
        if (_incident is not null)
        {
            await RestoreAsync(_incident);
            return _incident;
        }

        _turn = await RealClusterTurn.TakeAsync(TestContext.Current.CancellationToken);
        _incident = await Incident.ProvisionAsync(fixture.Services, Attempts.MissingSecret, "real-attempts", _turn);
        await _incident.PrepareAsync();
        _healthy = await SubjectSnapshot.TakeAsync(_incident.Api);
        return _incident;
    }

    // Real containers take up to half a minute to end, those of before the fault too.
    private static async Task AwaitSettledAsync(Incident incident)
    {
        await incident.AwaitRolloutAsync(Engineer.Target);
        await new WorkloadWait(incident.Api, incident.Namespace, TimeProvider.System).ForAsync(
            snapshot => snapshot.PodsOf(Engineer.Target).Select(PodState.Of).Any(pod => pod.Terminating) ? "pods are terminating" : null,
            s_patience,
            _ => Task.CompletedTask,
            TestContext.Current.CancellationToken);
    }

    // The registry first: its content lives and dies with its pod, and the application's pods pull from it.
    private async Task RestoreAsync(Incident incident)
    {
        if (_healthy is null)
        {
            return;
        }

        Assert.Empty(await _healthy.RestoreAsync(incident.Api));
        await new WorkloadWait(incident.Api, RegistryNamespace, TimeProvider.System)
            .ForRolloutAsync([Registry], s_patience, _ => Task.CompletedTask, TestContext.Current.CancellationToken);
        await incident.MirrorImagesAsync();
        await incident.RecoverAsync(keepPreparation: true);
    }
}
