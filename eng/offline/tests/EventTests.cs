using Aspire.Hosting.Running;

namespace SreGym.Offline.Tests;

/// <summary>Mirrors: the order of events of the real orchestrator.</summary>
public sealed class EventTests
{
    [Fact]
    public async Task Start_OneResource_PublishesTheEventsInOrder()
    {
        var seen = new List<string>();
        var created = new TaskCompletionSource();
        var builder = TestApplication.CreateBuilder();
        builder.Eventing.Subscribe<AfterResourcesCreatedEvent>((_, _) =>
        {
            created.SetResult();
            return Task.CompletedTask;
        });
        builder.OnBeforeStart((_, _) => Note("before start"));
        var job = builder.AddShell("job", "exec sleep 60")
            .OnInitializeResource((_, _, _) => Note("initialize"))
            .OnResourceEndpointsAllocated((_, _, _) => Note("endpoints"))
            .OnBeforeResourceStarted((_, _, _) => Note("before resource"))
            .OnResourceReady((_, _, _) => Note("ready"))
            .OnResourceStopped((_, _, _) => Note("stopped"));
        await using var app = await TestApplication.StartAsync(builder);

        await app.WaitAsync(job.Resource, snapshot => snapshot.IsReady);
        await created.Task.WaitAsync(TestContext.Current.CancellationToken);
        await app.StopAsync();

        Assert.Equal(["before start", "initialize", "endpoints", "before resource", "ready", "stopped"], seen);

        Task Note(string name)
        {
            seen.Add(name);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task BeforeResourceStarted_ResourceThatWaits_IsPublishedBeforeTheWait()
    {
        var seen = new TaskCompletionSource();
        var builder = TestApplication.CreateBuilder();
        var never = builder.AddShell("never", "exec sleep 60").WithExplicitStart();
        var job = builder.AddShell("job", "exit 0").WaitFor(never).OnBeforeResourceStarted((_, _, _) =>
        {
            seen.SetResult();
            return Task.CompletedTask;
        });
        await using var app = await TestApplication.StartAsync(builder);

        await seen.Task.WaitAsync(TestContext.Current.CancellationToken);

        await app.WaitAsync(job.Resource, KnownStates.Waiting);
    }
}
