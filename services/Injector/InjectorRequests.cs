using Grpc.Core;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.Problems;
using SreGym.Problems.Faults;
using SreGym.Problems.Subjects;

namespace SreGym.Injector;

/// <summary>Messages as the types of the problem library, and its failures as the service's.</summary>
internal static class InjectorRequests
{
    /// <exception cref="SreGymException">Unknown problem or option.</exception>
    public static ProblemSettings ToSettings(this ProblemSpec? spec)
    {
        var problem = ProblemCatalogue.Find(spec?.ProblemId ?? "") ?? throw new SreGymException(
            StatusCode.NotFound,
            ErrorReasons.UnknownProblem,
            $"There is no problem '{spec?.ProblemId}'. There is: {string.Join(", ", ProblemCatalogue.Ids)}.");
        try
        {
            return ProblemSettings.Resolve(problem, spec!.Options);
        }
        catch (ProblemOptionException error)
        {
            throw new SreGymException(StatusCode.InvalidArgument, ErrorReasons.UnknownOption, error.Message, error);
        }
    }

    /// <exception cref="SreGymException">The registry's account is incomplete.</exception>
    public static RegistryAccount ToAccount(this PrivateRegistry? registry) =>
        registry is { Host.Length: > 0, Namespace.Length: > 0, Username.Length: > 0, Password.Length: > 0 }
            ? new RegistryAccount(registry.Host, registry.Namespace, registry.Username, registry.Password)
            : throw new SreGymException(
                StatusCode.InvalidArgument,
                ErrorReasons.InvalidArgument,
                "registry is incomplete: send host, namespace, username and password as ProvisionRegistry returned them.");

    public static PrivateImage ToPrivateImage(this MirroredImage image) => new(image.Source, image.Target, image.Digest, image.Service);

    /// <summary>The failure as callers see it; null when it is not one of the problem library's.</summary>
    public static SreGymException? Translate(Exception error) => error switch
    {
        NotReachedException => new SreGymException(StatusCode.DeadlineExceeded, ErrorReasons.NotReadyInTime, error.Message, error),
        SubjectStateException => new SreGymException(StatusCode.FailedPrecondition, ErrorReasons.SubjectRefused, error.Message, error),
        _ => null,
    };
}
