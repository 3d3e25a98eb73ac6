namespace SreGym.Problems.Applications;

/// <summary>hotel-reservation of the DeathStarBench suite: eight Go services behind one frontend.</summary>
public static class HotelReservation
{
    /// <summary>Its facts.</summary>
    public static ApplicationProfile Profile { get; } = new(
        "hotel-reservation",
        "hotel-reservation",
        "ghcr.io/sregym/hotel-reservation:latest",
        ["frontend", "geo", "profile", "rate", "recommendation", "reservation", "search", "user"],
        "frontend:5000",
        [
            new("/", ["frontend"]),
            new("/recommendations?require=dis&lat=38.0235&lon=-122.095", ["frontend", "recommendation", "profile"]),
            new(
                "/hotels?inDate=2015-04-09&outDate=2015-04-10&lat=38.0235&lon=-122.095",
                ["frontend", "search", "geo", "rate", "reservation", "profile"]),
            new("/user?username=Cornell_1&password=1111111111", ["frontend", "user"]),
        ])
    {
        Workload = HotelReservationWorkload.Endpoints,
    };
}
