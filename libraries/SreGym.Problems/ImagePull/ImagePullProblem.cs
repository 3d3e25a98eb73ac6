using SreGym.Problems.Applications;
using SreGym.Problems.Checks;
using SreGym.Problems.Diagnosis;

namespace SreGym.Problems.ImagePull;

/// <summary>
/// A problem of this family: services whose private image cannot be pulled any more. Application, symptom, options, checks and what a
/// repair may change are the same for all of them; each says what is wrong, how it is brought about and how it is told from the others.
/// </summary>
internal static class ImagePullProblem
{
    public static Problem Create(
        string id, string title, string rootCause, string remedy, IFault fault, DiagnosisRubric rubric, RegistryUserKind registryUser) => new()
        {
            Id = id,
            Title = title,
            Family = "image_pull",
            Profile = HotelReservation.Profile,
            RegistryUser = registryUser,
            FindTargets = TargetServices.Of,
            Symptom = "New pods of the affected services stay in ErrImagePull and ImagePullBackOff.",
            RootCause = rootCause,
            Remedy = remedy,
            Options = ImagePullOptions.All,
            Fault = fault,
            Checks =
            [
                new RolloutCompleteCheck(),
                new StableCheck(),
                new PrivateImageCheck(),
                new FreshAuthenticatedPullCheck(),
                new UsableSecretCheck(),
                new RegistryLockedCheck(),
                new NoCollateralDamageCheck(),
                new ServiceWorksCheck(),
            ],
            AllowedDifferences = AllowedRepairs.All,
            Rubric = rubric,
        };
}
