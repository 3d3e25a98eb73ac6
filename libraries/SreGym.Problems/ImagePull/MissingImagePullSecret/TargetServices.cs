using SreGym.Problems.Applications;

namespace SreGym.Problems.ImagePull.MissingImagePullSecret;

/// <summary>Which services an episode breaks.</summary>
internal static class TargetServices
{
    public static IReadOnlyList<string> Of(ProblemSettings settings)
    {
        var chosen = settings.GetList(MissingImagePullSecret.ServicesOption);
        return chosen.Contains(MissingImagePullSecret.AllServices)
            ? HotelReservation.Profile.Services
            : [.. HotelReservation.Profile.Services.Where(chosen.Contains)];
    }
}
