using Grpc.Core;
using k8s;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.Targets;
using SreGym.Problems.Subjects;
using SreGym.ServiceDefaults.Subjects;

namespace SreGym.Injector;

/// <summary>The subject of one call: the episode it belongs to and a connection to its API server.</summary>
internal sealed class EpisodeSubject : IDisposable
{
    private readonly Kubernetes _client;

    private EpisodeSubject(Subject subject, SubjectPatience patience)
    {
        Id = subject.EpisodeId;
        Seed = subject.Seed;
        Settings = subject.Settings;
        CachePurgeObstacle = FindCachePurgeObstacle(subject);
        PublicBlockObstacle = FindPublicBlockObstacle(subject);
        _client = SubjectClient.Connect(subject, patience);
        Api = new SubjectApi(_client);
    }

    public string Id { get; }

    public long Seed { get; }

    /// <summary>How the cluster is to be used; null when the defaults hold.</summary>
    public SubjectSettings? Settings { get; }

    /// <summary>Why the nodes' image caches cannot be purged; null when they can.</summary>
    public string? CachePurgeObstacle { get; }

    /// <summary>Why no public registry can be blocked on nodes; null when one can, as far as rights go.</summary>
    public string? PublicBlockObstacle { get; }

    /// <summary>Namespaces that were there before the episode and stay.</summary>
    public IReadOnlyCollection<string> KeptNamespaces => [.. Settings?.KeptNamespaces ?? []];

    public SubjectApi Api { get; }

    /// <summary>The same connection, for what asks by KubernetesClient's own types.</summary>
    public IKubernetes Kubernetes => _client;

    /// <exception cref="SreGymException">The subject is missing or incomplete.</exception>
    public static EpisodeSubject Connect(Subject? subject, SubjectPatience patience) => string.IsNullOrWhiteSpace(subject?.EpisodeId)
        ? throw new SreGymException(
            StatusCode.InvalidArgument,
            ErrorReasons.InvalidArgument,
            "subject.episode_id is empty: the ledger is kept by episode, send the episode's id.")
        : new EpisodeSubject(subject, patience);

    public void Dispose() => _client.Dispose();

    private static string? FindCachePurgeObstacle(Subject subject) =>
        subject.Target is "" or TargetNames.Embedded ? "nodes of the embedded cluster have no runtime to ask; the checks see who runs a cached copy"
        : FindNodeObstacle(subject, subject.Capabilities?.CanPurgeCaches, "purge");

    private static string? FindPublicBlockObstacle(Subject subject) => FindNodeObstacle(subject, subject.Capabilities?.CanBlockPublic, "configure");

    private static string? FindNodeObstacle(Subject subject, bool? mayRun, string verb) =>
        mayRun != true ? "no privileged pod may run on the nodes"
        : !subject.Capabilities.NodeRuntime.StartsWith("containerd", StringComparison.Ordinal)
            ? $"it is known how to {verb} containerd only, and the nodes run {subject.Capabilities.NodeRuntime}"
        : null;
}
