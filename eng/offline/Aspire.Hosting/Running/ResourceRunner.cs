using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Running;

/// <summary>Takes one resource through its life: waiting, starting, running, finished; again on demand.</summary>
internal sealed class ResourceRunner(
    IResource resource,
    ResourceBoard board,
    ConsoleLogs logs,
    ProcessEnvironment environment,
    ProcessLauncher launcher,
    HealthMonitor health,
    IDistributedApplicationEventing eventing,
    DashboardSettings dashboard,
    IServiceProvider services,
    TimeProvider time,
    ILogger<ResourceRunner> logger) : IDisposable
{
    private const int TailLines = 12;

    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private CancellationTokenSource _stopping = new();
    private Task _run = Task.CompletedTask;
    private TaskCompletionSource _created = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IResource Resource => resource;

    /// <summary>Completes when the process exists, or will not.</summary>
    public Task Created => _created.Task;

    public void Start()
    {
        lock (_gate)
        {
            if (_run.IsCompleted)
            {
                _stopping.Dispose();
                _stopping = new CancellationTokenSource();
                _created = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _run = Task.Run(() => RunAsync(_stopping.Token));
            }
        }
    }

    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _run;
    }

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            await PrepareAsync(stopping);
            Update(snapshot => snapshot with { State = KnownStates.Starting });
            var added = await environment.ResolveAsync(board.Get(resource), stopping);
            var plan = await ProcessEnvironment.PlanAsync(resource, Assembly.GetEntryAssembly(), stopping);
            await SuperviseAsync(plan, added, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Update(snapshot => snapshot with { State = KnownStates.Exited, StoppedAt = time.GetUtcNow() });
        }
        catch (Exception error)
        {
            Log.FailedToStart(logger, resource.Name, error);
            logs.Get(board.Get(resource).InstanceName).Append(error.Message, isError: true);
            Update(snapshot => snapshot with { State = KnownStates.FailedToStart, StoppedAt = time.GetUtcNow() });
        }
        finally
        {
            _created.TrySetResult();
        }
    }

    private async Task PrepareAsync(CancellationToken stopping)
    {
        await eventing.PublishAsync(new BeforeResourceStartedEvent(resource, services), stopping);
        var waits = resource.Annotations.OfType<WaitAnnotation>().ToList();
        if (waits.Count > 0)
        {
            Update(snapshot => snapshot with { State = KnownStates.Waiting, WaitingFor = [.. waits.Select(wait => wait.Resource.Name)] });
            var behavior = dashboard.IsEnabled ? WaitBehavior.WaitOnResourceUnavailable : WaitBehavior.StopOnResourceUnavailable;
            await Task.WhenAll(waits.Select(wait => DependencyWait.CompleteAsync(board, wait, behavior, stopping)));
        }
    }

    private async Task SuperviseAsync(LaunchPlan plan, Dictionary<string, string> added, CancellationToken stopping)
    {
        var variables = ProcessEnvironment.Inherited();
        foreach (var (name, value) in added)
        {
            variables[name] = value;
        }

        var log = logs.Get(board.Get(resource).InstanceName);
        using var process = launcher.Launch(plan, variables, log.Append);
        Update(snapshot => snapshot with
        {
            State = KnownStates.Running,
            ProcessId = process.Id,
            Executable = plan.Command,
            Arguments = plan.Arguments,
            WorkingDirectory = plan.WorkingDirectory,
            Environment = added,
            WaitingFor = [],
            ExitCode = null,
            StartedAt = time.GetUtcNow(),
            StoppedAt = null,
        });
        _created.TrySetResult();

        using var ended = new CancellationTokenSource();
        var monitoring = MonitorAsync(ended.Token);
        var exit = process.WaitForExitAsync();
        var asked = new TaskCompletionSource();
        await using var registration = stopping.Register(asked.SetResult);
        if (await Task.WhenAny(exit, asked.Task) == asked.Task)
        {
            Update(snapshot => snapshot with { State = KnownStates.Stopping });
            process.Terminate();
            if (await Task.WhenAny(exit, Task.Delay(s_grace, time, CancellationToken.None)) != exit)
            {
                process.Kill();
            }
        }

        var exitCode = await exit;
        await ended.CancelAsync();
        await monitoring;
        await CloseAsync(exitCode, stopping.IsCancellationRequested);
    }

    private async Task CloseAsync(int exitCode, bool asked)
    {
        if (!asked && exitCode != 0)
        {
            Log.Ended(logger, resource.Name, exitCode, logs.Get(board.Get(resource).InstanceName).Tail(TailLines));
        }

        Update(snapshot => snapshot with
        {
            State = KnownStates.Finished,
            ExitCode = exitCode,
            IsReady = false,
            ProcessId = null,
            StoppedAt = time.GetUtcNow(),
            Health = [.. snapshot.Health.Select(check => new ResourceHealth(check.Key, null))],
        });
        await eventing.PublishAsync(new ResourceStoppedEvent(resource, services), CancellationToken.None);
    }

    private async Task MonitorAsync(CancellationToken ended)
    {
        try
        {
            await health.RunAsync(resource, ended);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The process has ended: there is nothing left to watch.
        }
    }

    private void Update(Func<ResourceSnapshot, ResourceSnapshot> change) => board.Update(resource, change);
}
