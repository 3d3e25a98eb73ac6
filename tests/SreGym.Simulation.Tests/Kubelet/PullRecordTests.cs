using SreGym.Simulation.Kubelet.Images;

namespace SreGym.Simulation.Tests.Kubelet;

public sealed class PullRecordTests
{
    private static readonly SecretCoordinates s_secret = new("uid-1", "ns", "regcred");

    [Fact]
    public void Allows_PulledAnonymously_EveryPod()
    {
        var record = new PullRecord();
        record.Add(null);

        Assert.True(record.Allows([]));
    }

    [Fact]
    public void Allows_PulledWithCredentials_NobodyWithoutThem()
    {
        var record = new PullRecord();
        record.Add(new PullCredentials("u", "p", s_secret));

        Assert.False(record.Allows([]));
        Assert.False(record.Allows([new PullCredentials("u", "wrong", new SecretCoordinates("uid-2", "ns", "other"))]));
    }

    [Fact]
    public void Allows_SameCredentialsInAnotherSecret_OrSameSecret()
    {
        var record = new PullRecord();
        record.Add(new PullCredentials("u", "p", s_secret));

        Assert.True(record.Allows([new PullCredentials("u", "p", new SecretCoordinates("uid-2", "ns", "other"))]));
        Assert.True(record.Allows([new PullCredentials("u", "rotated", s_secret)]));
    }
}
