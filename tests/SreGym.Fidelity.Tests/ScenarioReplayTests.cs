using SreGym.Fidelity.Tests.Recordings;
using SreGym.Fidelity.Tests.Replay;

namespace SreGym.Fidelity.Tests;

/// <summary>
/// Gives the commands of recordings from a real 1.36 cluster to a simulated one, at the same times on virtual time, and compares what a
/// watch client sees.
/// <para>
/// Compared, object by object and oldest pod with oldest pod: the ordered different states of pods (phase, node, conditions with reasons and
/// messages, container states with reasons and messages, readiness, whether there is an address), of ReplicaSets and of Deployments; the
/// events with type, reason, message, fieldPath, source, reporting component and instance, action, which times are set, and how their
/// counts go on, including what the spam filter holds back; when pulls are attempted.
/// </para>
/// <para>
/// Not compared: the order of writes of different objects and of the events of one sync (a real kubelet writes them in parallel), the
/// moments within a second, how long a pull took and how large the image was, generated names, and the intermediate write with grace
/// period 0 right before a pod is gone. Syncs come every 10 to 15 s at random, so the length of a long sequence may differ by what two
/// syncs add, and attempts are compared by the bounds that back-off and sync period give.
/// </para>
/// </summary>
public sealed class ScenarioReplayTests
{
    public static TheoryData<Scenario> Scenarios =>
    [
        new Scenario("s01-healthy", "localhost:30500/s01/hotel-reservation:v1", null, 4),
        new Scenario("s02a-secret-deleted-pods-recreated", "localhost:30500/s02a/hotel-reservation:v1", "Always", 1) { HasDeletions = true },
        new Scenario("s02b-secret-missing-first-pull", "localhost:30500/s02b/hotel-reservation:v1", null, 1),
        new Scenario("s03-wrong-password", "localhost:30500/s03/hotel-reservation:v1", null, 1),
        new Scenario("s05a-opaque-right-key", "localhost:30500/s05a/hotel-reservation:v1", null, 1)
        {
            AppliedSecret = ("Opaque", "{\"auths\":{\"localhost:30500\":{\"username\":\"tester\",\"password\":\"s3cret\"}}}"),
        },
        new Scenario("s05c-bad-base64-auth", "localhost:30500/s05c/hotel-reservation:v1", null, 1)
        {
            AppliedSecret = ("kubernetes.io/dockerconfigjson", "{\"auths\":{\"localhost:30500\":{\"auth\":\"!!! not base64 !!!\"}}}"),
        },
        new Scenario("s06-tag-not-found", "localhost:30500/s06/hotel-reservation:no-such-tag", null, 1) { IsPushed = false },
        new Scenario("s07-connection-refused", "localhost:30599/s07/hotel-reservation:v1", null, 1) { IsPushed = false },
        new Scenario("s08a-recovery-natural-retry", "localhost:30500/s08a/hotel-reservation:v1", null, 5),
        new Scenario("s08b-recovery-delete-pod", "localhost:30500/s08b/hotel-reservation:v1", null, 2) { HasDeletions = true },
    ];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Replay_RecordedScenario_ShowsTheSame(Scenario scenario)
    {
        var recorded = SequenceFile.Read(scenario.Name);
        await using var cluster = await ScenarioCluster.StartAsync(scenario.Seed);

        var simulated = await cluster.ReplayAsync(scenario, recorded);

        RecordingComparison.Compare(scenario, recorded, simulated);
    }
}
