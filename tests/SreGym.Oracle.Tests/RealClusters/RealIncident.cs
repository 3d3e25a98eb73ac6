using SreGym.Contracts.Injector.V1;
using SreGym.Contracts.Oracle.V1;
using SreGym.IncidentHost;
using SreGym.Oracle.Tests.Repairs;
using SreGym.Problems.Subjects;
using SreGym.TestingHost.RealClusters;

namespace SreGym.Oracle.Tests.RealClusters;

/// <summary>One subject on a real cluster for all attempts on the same services with the same problem, put back between them. Made when the first one asks.</summary>
public sealed class RealIncident(IncidentServicesFixture fixture) : IAsyncDisposable
{
    private const string RegistryNamespace = "platform-registry";
    private const string Registry = "registry";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(20);

    private readonly OraclePage _page = new();
    private RealClusterTurn? _turn;
    private Incident? _incident;
    private string _problem = "";
    private IReadOnlyList<string> _services = [];
    private SubjectSnapshot? _healthy;

    internal OraclePage Page => _page;

    /// <summary>What the last fault has closed.</summary>
    internal IReadOnlyList<LockState> Locks { get; private set; } = [];

    internal async Task<MitigationVerdict> PerformAsync(Attempt attempt)
    {
        var incident = await GetHealthyAsync(attempt.Problem, attempt.Services);
        await attempt.PrepareAsync(Engineer.Administrator(incident));
        await incident.CaptureBaselineAsync();
        Locks = (await incident.InjectAsync()).Locks;
        await incident.AwaitSymptomAsync();
        try
        {
            await attempt.ActAsync(await attempt.HireAsync(incident));
            if (attempt.IsRepair)
            {
                await incident.AwaitRolloutAsync([.. attempt.Services]);
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
        await EndAsync();
        _turn?.Dispose();
    }

    /// <summary>The subject in whatever state it is.</summary>
    internal async Task<Incident> GetAsync(string problem, params IReadOnlyList<string> services)
    {
        if (_incident is not null)
        {
            return _incident;
        }

        _turn ??= await RealClusterTurn.TakeAsync(TestContext.Current.CancellationToken);
        _problem = problem;
        _services = services;
        _incident = await Incident.ProvisionAsync(
            fixture.Services, problem, "real-attempts", _turn, ("services", string.Join(',', services)));
        await _incident.PrepareAsync();
        _healthy = await SubjectSnapshot.TakeAsync(_incident.Api);
        return _incident;
    }

    private async Task<Incident> GetHealthyAsync(string problem, IReadOnlyList<string> services)
    {
        if (_incident is not null && _problem == problem && _services.SequenceEqual(services))
        {
            await RestoreAsync(_incident);
            return _incident;
        }

        await EndAsync();
        return await GetAsync(problem, services);
    }

    private async Task EndAsync()
    {
        if (_incident is not { } incident)
        {
            return;
        }

        _incident = null;
        try
        {
            // What lies outside of the namespaces that go with the incident.
            await (_healthy?.RestoreAsync(incident.Api) ?? Task.FromResult<IReadOnlyList<string>>([]));
        }
        finally
        {
            _healthy = null;
            await incident.DisposeAsync();
        }
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
        // A kubelet of 1.20 that is told to end a pod while it starts it comes back to it a minute later.
        await new WorkloadWait(incident.Api, incident.Namespace, TimeProvider.System).TryForAsync(
            snapshot => _services.Select(snapshot.FindWaiting).FirstOrDefault(waiting => waiting is not null),
            s_start,
            _ => Task.CompletedTask,
            TestContext.Current.CancellationToken);
        await incident.RecoverAsync(keepPreparation: true);
    }
}
