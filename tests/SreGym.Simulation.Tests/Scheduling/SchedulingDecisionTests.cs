using System.Text.Json.Nodes;
using SreGym.Simulation.Scheduling;

namespace SreGym.Simulation.Tests.Scheduling;

public sealed class SchedulingDecisionTests
{
    [Fact]
    public void Decide_RoomOnBoth_TakesTheEmptierNode() =>
        Assert.Equal("node-2", SchedulingDecision.Decide(Pod(), [Node("node-1", usedCpu: 2), Node("node-2", usedCpu: 1)]).Node);

    [Fact]
    public void Decide_TooLittleCpu_SaysSo() => Assert.Equal(
        "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes are available: "
        + "1 No preemption victims found for incoming pod.",
        SchedulingDecision.Decide(Pod(cpu: "3"), [Node("node-1", usedCpu: 2)]).Failure);

    [Fact]
    public void Decide_Cordoned_SaysSo() => Assert.Equal(
        "0/1 nodes are available: 1 node(s) were unschedulable. no new claims to deallocate, preemption: 0/1 nodes are available: "
        + "1 Preemption is not helpful for scheduling.",
        SchedulingDecision.Decide(Pod(), [Node("node-1") with { IsUnschedulable = true }]).Failure);

    [Fact]
    public void Decide_TaintNotTolerated_GoesElsewhere()
    {
        var taint = new JsonObject { ["key"] = "dedicated", ["value"] = "db", ["effect"] = "NoSchedule" };

        var decision = SchedulingDecision.Decide(Pod(), [Node("node-1") with { Taints = [taint] }, Node("node-2", usedCpu: 3)]);

        Assert.Equal("node-2", decision.Node);
    }

    [Fact]
    public void Decide_NodeSelector_IsFollowed()
    {
        var pod = Pod();
        pod["spec"]!["nodeSelector"] = new JsonObject { ["disk"] = "ssd" };
        var labelled = Node("node-2", usedCpu: 3) with { Labels = new Dictionary<string, string> { ["disk"] = "ssd" } };

        Assert.Equal("node-2", SchedulingDecision.Decide(pod, [Node("node-1"), labelled]).Node);
    }

    private static JsonObject Pod(string cpu = "100m") => JsonNode.Parse(
        $$"""{ "spec": { "containers": [{ "name": "c", "resources": { "requests": { "cpu": "{{cpu}}" } } }] } }""")!.AsObject();

    private static NodeView Node(string name, decimal usedCpu = 0) =>
        new(name, new Dictionary<string, string>(), [], false, 4, 8_000_000_000, 110, new PodRequests(usedCpu, 0), 1);
}
