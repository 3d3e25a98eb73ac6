using SreGym.Simulation.Events;

namespace SreGym.Simulation.Tests.Events;

public sealed class EventCorrelatorTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly InvolvedObject s_pod = new("v1", "Pod", "ns", "pod", "uid");

    [Fact]
    public void Observe_Repeat_CountsOn()
    {
        var correlator = new EventCorrelator(spamKeyHasType: true);
        var first = correlator.Observe(s_pod, "Normal", "BackOff", "waiting", s_start);
        correlator.Written(s_pod, "Normal", "BackOff", "waiting", "pod.1");

        var second = correlator.Observe(s_pod, "Normal", "BackOff", "waiting", s_start.AddSeconds(5));

        Assert.Equal((1, null), (first!.Count, first.Name));
        Assert.Equal((2, "pod.1", s_start), (second!.Count, second.Name, second.First));
    }

    [Fact]
    public void Observe_TooMany_HoldsBackAndStillCounts()
    {
        var correlator = new EventCorrelator(spamKeyHasType: true);
        var written = Enumerable.Range(0, 60)
            .Select(second => correlator.Observe(s_pod, "Warning", "Failed", "x", s_start.AddSeconds(second * 7)))
            .OfType<ObservedEvent>()
            .Select(observed => observed.Count)
            .ToList();

        Assert.Equal([.. Enumerable.Range(1, 25), 44], written);
    }

    [Fact]
    public void Observe_OtherType_HasABudgetOfItsOwn()
    {
        var correlator = new EventCorrelator(spamKeyHasType: true);
        for (var count = 0; count < 30; count++)
        {
            correlator.Observe(s_pod, "Warning", "Failed", "x", s_start);
        }

        Assert.NotNull(correlator.Observe(s_pod, "Normal", "Pulled", "y", s_start));
    }

    [Fact]
    public void Observe_ManySimilarMessages_AreMerged()
    {
        var correlator = new EventCorrelator(spamKeyHasType: true);
        var messages = Enumerable.Range(0, 12)
            .Select(number => correlator.Observe(s_pod, "Warning", "Failed", $"error {number}", s_start)!)
            .ToList();

        Assert.Equal("error 8", messages[8].Message);
        Assert.Equal("(combined from similar events): error 9", messages[9].Message);
        Assert.Equal(3, messages[11].Count);
    }
}
