using Aspire.Hosting.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SreGym.Offline.Tests;

/// <summary>Mirrors: states, waits, explicit start, commands and stop of the real orchestrator.</summary>
public sealed class LifecycleTests
{
    [Fact]
    public async Task Executable_EndsWithAnyCode_IsFinishedAndKeepsTheCode()
    {
        var builder = TestApplication.CreateBuilder();
        var job = builder.AddShell("job", "exit 3");
        await using var app = await TestApplication.StartAsync(builder);

        var ended = await app.WaitAsync(job.Resource, KnownStates.Finished);

        Assert.Equal(3, ended.ExitCode);
    }

    [Fact]
    public async Task Executable_CommandMissing_FailsToStartAndTheHostStaysUp()
    {
        var builder = TestApplication.CreateBuilder();
        var job = builder.AddExecutable("job", "no-such-command-anywhere", ".");
        var other = builder.AddShell("other", "exec sleep 60");
        await using var app = await TestApplication.StartAsync(builder);

        await app.WaitAsync(job.Resource, KnownStates.FailedToStart);

        await app.WaitAsync(other.Resource, KnownStates.Running);
    }

    [Fact]
    public async Task WaitFor_DependencyUnhealthy_WaitsUntilItIsHealthyAndItsReadyHandlersHaveFinished()
    {
        var healthy = false;
        var handled = new TaskCompletionSource();
        var builder = TestApplication.CreateBuilder();
        builder.Services.AddHealthChecks().AddCheck("door", () => healthy ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
        var door = builder.AddShell("door", "exec sleep 60").WithHealthCheck("door").OnResourceReady((_, _, _) => handled.Task);
        var guest = builder.AddShell("guest", "exec sleep 60").WaitFor(door);
        await using var app = await TestApplication.StartAsync(builder);

        await app.WaitAsync(guest.Resource, KnownStates.Waiting);
        healthy = true;
        await app.WaitAsync(door.Resource, snapshot => snapshot.Health.All(check => check.Status == HealthStatus.Healthy));
        Assert.Equal(KnownStates.Waiting, app.Board.Get(guest.Resource).State);
        handled.SetResult();

        await app.WaitAsync(guest.Resource, KnownStates.Running);
    }

    [Fact]
    public async Task WaitForCompletion_WrongExitCode_FailsToStart()
    {
        var builder = TestApplication.CreateBuilder();
        var seed = builder.AddShell("seed", "exit 1");
        var server = builder.AddShell("server", "exec sleep 60").WaitForCompletion(seed);
        await using var app = await TestApplication.StartAsync(builder);

        var failed = await app.WaitAsync(server.Resource, snapshot => KnownStates.IsTerminal(snapshot.State));

        Assert.Equal(KnownStates.FailedToStart, failed.State);
    }

    [Fact]
    public async Task WaitFor_DependencyEndsWithoutDashboard_FailsToStart()
    {
        var builder = TestApplication.CreateBuilder();
        var server = builder.AddShell("server", "exit 1").WithHealthCheck("never");
        builder.Services.AddHealthChecks().AddCheck("never", () => HealthCheckResult.Unhealthy());
        var client = builder.AddShell("client", "exec sleep 60").WaitFor(server);
        await using var app = await TestApplication.StartAsync(builder);

        var failed = await app.WaitAsync(client.Resource, snapshot => KnownStates.IsTerminal(snapshot.State));

        Assert.Equal(KnownStates.FailedToStart, failed.State);
    }

    [Fact]
    public async Task ExplicitStart_StartCommand_Starts()
    {
        var builder = TestApplication.CreateBuilder();
        var tool = builder.AddShell("tool", "exec sleep 60").WithExplicitStart();
        await using var app = await TestApplication.StartAsync(builder);
        Assert.Equal(KnownStates.NotStarted, app.Board.Get(tool.Resource).State);

        var result = await app.Commands.ExecuteAsync(app.Board.Get(tool.Resource), ResourceCommands.Start, TestContext.Current.CancellationToken);

        Assert.True(result.Success);
        await app.WaitAsync(tool.Resource, KnownStates.Running);
    }

    [Fact]
    public async Task RestartCommand_RunningProcess_GetsAnotherProcess()
    {
        var builder = TestApplication.CreateBuilder();
        var tool = builder.AddShell("tool", "exec sleep 60");
        await using var app = await TestApplication.StartAsync(builder);
        var before = await app.WaitAsync(tool.Resource, KnownStates.Running);

        await app.Commands.ExecuteAsync(before, ResourceCommands.Restart, TestContext.Current.CancellationToken);

        var after = await app.WaitAsync(tool.Resource, snapshot => snapshot.State == KnownStates.Running && snapshot.ProcessId != before.ProcessId);
        Assert.NotNull(after.ProcessId);
    }

    [Fact]
    public async Task OwnCommand_Throws_FailsWithTheMessage()
    {
        var builder = TestApplication.CreateBuilder();
        var tool = builder.AddShell("tool", "exec sleep 60")
            .WithCommand("break", "Break", _ => throw new InvalidOperationException("no hands"));
        await using var app = await TestApplication.StartAsync(builder);

        var result = await app.Commands.ExecuteAsync(app.Board.Get(tool.Resource), "break", TestContext.Current.CancellationToken);

        Assert.Equal((false, "no hands"), (result.Success, result.Message));
    }

    [Fact]
    public async Task Stop_ProcessWithChildren_EndsTheWholeGroup()
    {
        var builder = TestApplication.CreateBuilder();
        var parent = builder.AddShell("parent", "sleep 600 & sleep 600 & wait");
        await using var app = await TestApplication.StartAsync(builder);
        var running = await app.WaitAsync(parent.Resource, KnownStates.Running);

        await app.StopAsync();

        Assert.Empty(ProcessGroup.Members(running.ProcessId!.Value));
    }

    [Fact]
    public async Task Stop_ProcessIgnoresTheSignal_IsKilled()
    {
        var builder = TestApplication.CreateBuilder();
        var stubborn = builder.AddShell("stubborn", "trap '' TERM; echo armed; while :; do sleep 1; done");
        await using var app = await TestApplication.StartAsync(builder);
        var running = await app.WaitAsync(stubborn.Resource, KnownStates.Running);
        await foreach (var _ in app.Logs.Get(running.InstanceName).ReadAsync(follow: true, TestContext.Current.CancellationToken))
        {
            break;
        }

        await app.StopAsync();

        Assert.Empty(ProcessGroup.Members(running.ProcessId!.Value));
    }

    [Fact]
    public async Task Stop_Dependant_EndsBeforeWhatItWaitedFor()
    {
        var builder = TestApplication.CreateBuilder();
        var server = builder.AddShell("server", "exec sleep 60");
        var client = builder.AddShell("client", "exec sleep 60").WaitFor(server);
        await using var app = await TestApplication.StartAsync(builder);
        await app.WaitAsync(client.Resource, KnownStates.Running);

        await app.StopAsync();

        Assert.True(app.Board.Get(client.Resource).StoppedAt <= app.Board.Get(server.Resource).StoppedAt);
    }
}
