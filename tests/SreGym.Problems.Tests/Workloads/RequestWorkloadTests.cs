using SreGym.Problems.Applications;
using SreGym.Problems.Workloads;

namespace SreGym.Problems.Tests.Workloads;

public sealed class RequestWorkloadTests
{
    [Fact]
    public void Draw_WithTheSameSeed_SendsTheSame_WithAnotherSomethingElse()
    {
        Assert.Equal(Draw(7, 200), Draw(7, 200));
        Assert.NotEqual(Draw(7, 200), Draw(8, 200));
    }

    [Fact]
    public void Draw_OverManyRequests_KeepsTheShares()
    {
        var drawn = Draw(1, 20_000).CountBy(request => request.Split('?')[0]).ToDictionary();

        Assert.InRange(drawn["/hotels"], 11_700, 12_300);
        Assert.InRange(drawn["/recommendations"], 7_500, 8_100);
        Assert.InRange(drawn["/user"], 50, 150);
        Assert.InRange(drawn["/reservation"], 50, 150);
        Assert.Equal(1, HotelReservation.Profile.Workload.Sum(endpoint => endpoint.Share), 9);
    }

    [Fact]
    public void Draw_AskedForHotels_LeavesAfterItArrives()
    {
        foreach (var request in Draw(3, 2_000).Where(request => request.StartsWith("/hotels", StringComparison.Ordinal)))
        {
            var query = request.Split('?')[1].Split('&').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1]);

            Assert.True(string.CompareOrdinal(query["inDate"], query["outDate"]) < 0, request);
            Assert.InRange(double.Parse(query["lat"], System.Globalization.CultureInfo.InvariantCulture), 37.7, 38.3);
        }
    }

    [Theory]
    [InlineData(0.1, true)]
    [InlineData(500, true)]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    [InlineData(501, false)]
    [InlineData(double.NaN, false)]
    public void Rate_IsRefusedWhereNothingCanBeSent(double rate, bool valid) => Assert.Equal(valid, WorkloadRate.IsValid(rate));

    [Fact]
    public void Count_TakesWhatEndedInTheTime()
    {
        var record = new WorkloadRecord();
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        record.Add("/hotels", start, answered: false);
        record.Add("/hotels", start.AddSeconds(1), answered: true);
        record.Add("/user", start.AddSeconds(2), answered: true);
        record.Add("/hotels", start.AddSeconds(3), answered: true);

        Assert.Equal([new WorkloadTally("/hotels", 1, 1), new WorkloadTally("/user", 1, 1)], record.Count(start.AddSeconds(1), start.AddSeconds(3)));
    }

    private static IReadOnlyList<string> Draw(long seed, int count) =>
        [.. new RequestWorkload(HotelReservation.Profile, 10, seed, TimeProvider.System).Draw().Take(count).Select(drawn => drawn.PathAndQuery)];
}
