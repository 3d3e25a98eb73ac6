using System.Text.Json.Nodes;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Tests.Subjects;

public sealed class PodStateTests
{
    [Fact]
    public void WaitingFor_NoNodeTakesIt_RepeatsTheScheduler()
    {
        var pod = Pod("""
            {"conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable","message":"0/1 nodes are available: 1 Insufficient cpu."}]}
            """);

        Assert.Equal("unschedulable: 0/1 nodes are available: 1 Insufficient cpu.", pod.WaitingFor);
    }

    [Fact]
    public void WaitingFor_ContainerCrashes_NamesItAndItsExitCode()
    {
        var pod = Pod("""
            {"containerStatuses":[{"name":"app","state":{"waiting":{"reason":"CrashLoopBackOff"}},"lastState":{"terminated":{"exitCode":3}}}]}
            """);

        Assert.Equal("container app crashes, last exit code 3: CrashLoopBackOff", pod.WaitingFor);
    }

    [Fact]
    public void WaitingFor_ContainerIsBeingMade_NamesTheImage()
    {
        var pod = Pod("""{"containerStatuses":[{"name":"app","state":{"waiting":{"reason":"ContainerCreating"}}}]}""");

        Assert.Equal("ContainerCreating: pulling mongo:4.4.6 or mounting volumes", pod.WaitingFor);
    }

    [Fact]
    public void WaitingFor_FailedPull_SaysWhy()
    {
        var pod = Pod("""{"containerStatuses":[{"name":"app","state":{"waiting":{"reason":"ErrImagePull","message":"not found"}}}]}""");

        Assert.Equal("ErrImagePull: not found", pod.WaitingFor);
    }

    [Fact]
    public void WaitingFor_RunningPod_IsNothing()
    {
        Assert.Null(Pod("""{"containerStatuses":[{"name":"app","state":{"running":{}}}]}""").WaitingFor);
    }

    private static PodState Pod(string status) => PodState.Of(new JsonObject
    {
        ["metadata"] = new JsonObject { ["name"] = "app-1" },
        ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "app", ["image"] = "mongo:4.4.6" }) },
        ["status"] = JsonNode.Parse(status),
    });
}
