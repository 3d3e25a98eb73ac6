using SreGym.Simulation.Kubelet;

namespace SreGym.Simulation.Tests.Kubelet;

public sealed class BackOffTableTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Failed_AgainAndAgain_DoublesUpToFiveMinutes()
    {
        var table = new BackOffTable<string>();
        var waits = new List<double>();
        var now = s_start;

        for (var attempt = 0; attempt < 8; attempt++)
        {
            table.Failed("image", now);
            waits.Add(table.FindWait("image").TotalSeconds);
            now += table.FindWait("image");
        }

        Assert.Equal([10, 20, 40, 80, 160, 300, 300, 300], waits);
    }

    [Theory]
    [InlineData(9.9, true)]
    [InlineData(10, false)]
    public void IsWaiting_AfterFirstFailure_LastsTenSeconds(double seconds, bool expected)
    {
        var table = new BackOffTable<string>();
        table.Failed("image", s_start);

        Assert.Equal(expected, table.IsWaiting("image", s_start.AddSeconds(seconds)));
    }

    [Fact]
    public void IsWaiting_OtherKey_DoesNotWait()
    {
        var table = new BackOffTable<string>();
        table.Failed("image", s_start);

        Assert.False(table.IsWaiting("other", s_start));
    }

    [Fact]
    public void Failed_LongAfterTheLast_StartsOver()
    {
        var table = new BackOffTable<string>();
        table.Failed("image", s_start);
        table.Failed("image", s_start.AddSeconds(20));

        table.Failed("image", s_start.AddSeconds(20 + 601));

        Assert.Equal(TimeSpan.FromSeconds(10), table.FindWait("image"));
    }
}
