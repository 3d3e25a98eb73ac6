using System.Globalization;
using SreGym.Problems.Workloads;

namespace SreGym.Problems.Applications;

/// <summary>
/// The mix of DeathStarBench's <c>mixed-workload_type_1.lua</c>: shares, places, dates and users are its own; the seed makes it repeatable.
/// </summary>
internal static class HotelReservationWorkload
{
    public static IReadOnlyList<WorkloadEndpoint> Endpoints { get; } =
    [
        new("/hotels", 0.60, ["frontend", "search", "geo", "rate", "reservation", "profile"], random => $"{Dates(random)}&{Place(random)}"),
        new("/recommendations", 0.39, ["frontend", "recommendation", "profile"], random => $"require={Order(random)}&{Place(random)}"),
        new("/user", 0.005, ["frontend", "user"], random => User(Number(random))),
        new(
            "/reservation",
            0.005,
            ["frontend", "user", "reservation"],
            random => $"{Dates(random)}&{Place(random)}&hotelId={random.Next(1, 81)}&{Guest(random)}&number=1"),
    ];

    private static string Dates(Random random)
    {
        var arrival = random.Next(9, 24);
        var departure = random.Next(arrival + 1, 25);
        return string.Create(CultureInfo.InvariantCulture, $"inDate=2015-04-{arrival:00}&outDate=2015-04-{departure:00}");
    }

    private static string Place(Random random) => string.Create(
        CultureInfo.InvariantCulture,
        $"lat={38.0235 + ((random.Next(0, 482) - 240.5) / 1000):0.0000}&lon={-122.095 + ((random.Next(0, 326) - 157) / 1000.0):0.0000}");

    private static string Order(Random random) => random.Next(3) switch { 0 => "dis", 1 => "rate", _ => "price" };

    private static string Guest(Random random)
    {
        var number = Number(random);
        return $"customerName=Cornell_{number}&{User(number)}";
    }

    private static string Number(Random random) => random.Next(0, 501).ToString(CultureInfo.InvariantCulture);

    // A user's password is its number ten times over.
    private static string User(string number) => $"username=Cornell_{number}&password={string.Concat(Enumerable.Repeat(number, 10))}";
}
