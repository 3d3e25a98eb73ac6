using Grpc.Core;
using k8s;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.Problems.Subjects;
using SreGym.ServiceDefaults.Subjects;

namespace SreGym.Injector;

/// <summary>The subject of one call: the episode it belongs to and a connection to its API server.</summary>
internal sealed class EpisodeSubject : IDisposable
{
    private readonly Kubernetes _client;

    private EpisodeSubject(Subject subject)
    {
        Id = subject.EpisodeId;
        Seed = subject.Seed;
        Settings = subject.Settings;
        _client = SubjectClient.Connect(subject);
        Api = new SubjectApi(_client);
    }

    public string Id { get; }

    public long Seed { get; }

    /// <summary>How the cluster is to be used; null when the defaults hold.</summary>
    public SubjectSettings? Settings { get; }

    public SubjectApi Api { get; }

    /// <exception cref="SreGymException">The subject is missing or incomplete.</exception>
    public static EpisodeSubject Connect(Subject? subject) => string.IsNullOrWhiteSpace(subject?.EpisodeId)
        ? throw new SreGymException(
            StatusCode.InvalidArgument,
            ErrorReasons.InvalidArgument,
            "subject.episode_id is empty: the ledger is kept by episode, send the episode's id.")
        : new EpisodeSubject(subject);

    public void Dispose() => _client.Dispose();
}
