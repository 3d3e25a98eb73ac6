using Grpc.Core;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.Oracle.V1;
using SreGym.Problems;
using SreGym.Problems.Checks;
using SreGym.Problems.Faults;
using SreGym.Problems.Workloads;

namespace SreGym.Oracle;

/// <summary>Messages as the types of the problem library.</summary>
internal static class OracleRequests
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

    /// <exception cref="SreGymException">It is empty.</exception>
    public static string GetEpisodeId(this Subject? subject) => string.IsNullOrWhiteSpace(subject?.EpisodeId)
        ? throw new SreGymException(
            StatusCode.InvalidArgument,
            ErrorReasons.InvalidArgument,
            "subject.episode_id is empty: baselines are kept by episode, send the episode's id.")
        : subject.EpisodeId;

    /// <exception cref="SreGymException">It is none that can be sent.</exception>
    public static void ValidateRate(this RunWorkloadRequest request)
    {
        if (!WorkloadRate.IsValid(request.RequestsPerSecond))
        {
            throw new SreGymException(
                StatusCode.InvalidArgument, ErrorReasons.InvalidArgument, WorkloadRate.Explain("requests_per_second", request.RequestsPerSecond));
        }
    }

    /// <exception cref="SreGymException">It cannot be reached by what it says.</exception>
    public static PrivateRegistry Validate(this PrivateRegistry? registry) =>
        registry is { Host.Length: > 0 } && Uri.TryCreate(registry.AccessAddress, UriKind.Absolute, out _)
            ? registry
            : throw new SreGymException(
                StatusCode.InvalidArgument,
                ErrorReasons.InvalidArgument,
                $"registry needs host and access_address (got '{registry?.AccessAddress}'): send it as ProvisionRegistry returned it.");

    public static PrivateImage ToPrivateImage(this MirroredImage image) => new(image.Source, image.Target, image.Digest, image.Service);

    public static PullRecord ToRecord(this RegistryPull pull) => new(
        pull.Time?.ToDateTimeOffset() ?? DateTimeOffset.MinValue, pull.Username, pull.Repository, pull.Reference, pull.Digest, pull.Status);
}
