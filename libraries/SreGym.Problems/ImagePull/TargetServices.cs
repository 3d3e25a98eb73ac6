using SreGym.Problems.Applications;

namespace SreGym.Problems.ImagePull;

/// <summary>Which services an episode breaks.</summary>
internal static class TargetServices
{
    public static IReadOnlyList<string> Of(ProblemSettings settings)
    {
        var chosen = settings.GetList(ImagePullOptions.Services);
        return chosen.Contains(ImagePullOptions.AllServices)
            ? HotelReservation.Profile.Services
            : [.. HotelReservation.Profile.Services.Where(chosen.Contains)];
    }
}
