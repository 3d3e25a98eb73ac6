using System.Globalization;
using System.Net;
using System.Security.Authentication;
using Grpc.Core;
using k8s;
using k8s.Autorest;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.Targets;
using SreGym.Problems;
using SreGym.Recovery.Clusters;
using SreGym.Recovery.Episodes;
using SreGym.ServiceDefaults.Subjects;

namespace SreGym.Conductor.Targets.Real;

/// <summary>
/// Makes a subject of a kubeconfig: looks at the cluster, refuses what cannot work, and decides how it is used.
/// What targets with a real cluster have in common; they differ in where the kubeconfig comes from.
/// </summary>
internal static class RealCluster
{
    // The namespace of the private registry; the application's follows from the problem.
    private const string RegistryNamespace = "platform-registry";
    private const long CpuOfApplication = 19 * 100;
    private const long CpuToSpare = 500;
    private const string SmallCpuRequest = "10m";
    private static readonly TimeSpan s_volumePatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_surveyLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <param name="kubeconfig">One context, nothing outside the document.</param>
    /// <param name="target">Name of the target.</param>
    /// <param name="spec">The episode.</param>
    /// <param name="report">Told what was found.</param>
    /// <param name="time">The clock by which an API server in trouble is waited for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SreGymException">The cluster does not answer, is too old, or has namespaces that are not ours.</exception>
    public static async Task<Subject> DescribeAsync(
        string kubeconfig, string target, EpisodeSpec spec, StepReporter report, TimeProvider time, CancellationToken cancellationToken)
    {
        const string survey = "survey cluster";
        var options = RealClusterOptions.Read(spec.TargetOptions);
        var subject = Create(kubeconfig, target, spec, kept: []);
        // An address that does not answer may be a wrong one: that is said at once.
        using var client = SubjectClient.Connect(subject, new SubjectPatience(time)
        {
            Limit = s_patience,
            SitsOutAbsence = false,
            Waiting = reason =>
            {
                report.Progress(survey, reason);
                return Task.CompletedTask;
            },
        });
        subject.Capabilities = await report.RunAsync(
            survey, () => SurveyAsync(client, cancellationToken), Describe);
        subject.Settings = Decide(options, subject.Capabilities);
        var existing = await report.RunAsync(
            "check namespaces",
            () => FindExistingAsync(client, NamespacesOf(spec), cancellationToken),
            found => found.Count == 0 ? $"{string.Join(", ", NamespacesOf(spec))}: free" : $"{string.Join(", ", found)}: there already, kept at the end");
        if (existing.Count > 0 && !options.AdoptNamespaces)
        {
            throw new SreGymException(
                StatusCode.FailedPrecondition,
                ErrorReasons.AlreadyExists,
                $"The cluster has namespace {string.Join(" and ", existing)} already, and nothing says that it is ours: nothing was touched. "
                + "Remove it, or have it used and kept with --adopt-namespaces.");
        }

        if (existing.Contains(RegistryNamespace) && await FindRegistryAsync(client, cancellationToken) is { } found)
        {
            throw new SreGymException(
                StatusCode.FailedPrecondition,
                ErrorReasons.AlreadyExists,
                $"{found} exists already and would be overwritten: nothing was touched. Adopted namespaces may hold anything but a registry of that name.");
        }

        subject.Settings.KeptNamespaces.AddRange(existing);
        return subject;
    }

    /// <summary>The subject of an episode whose provisioning has ended: nothing is looked at, nothing refused.</summary>
    public static Subject Create(string kubeconfig, string target, EpisodeSpec spec, IEnumerable<string> kept) => new()
    {
        EpisodeId = spec.EpisodeId,
        Target = target,
        Kubeconfig = kubeconfig,
        Seed = spec.Seed,
        Settings = new SubjectSettings { KeptNamespaces = { kept } },
    };

    /// <summary>
    /// The subject of an episode that another process provisioned; null when the cluster does not answer, because then nobody can say that
    /// it is the same one.
    /// </summary>
    /// <exception cref="SreGymException">The kubeconfig leads to another cluster now.</exception>
    public static async Task<Subject?> FindAgainAsync(
        string kubeconfig, string target, EpisodeRecord record, TimeProvider time, CancellationToken cancellationToken)
    {
        var subject = Create(kubeconfig, target, record.Spec, record.KeptNamespaces);
        using var client = SubjectClient.Connect(subject, new SubjectPatience(time));
        try
        {
            await ClusterCheck.DemandSameAsync(client, record, record.Cluster?.Context ?? target, cancellationToken);
            return subject;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested
            && error is HttpRequestException or HttpOperationException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Which cluster the subject is in, for whoever takes the episode back.</summary>
    public static async Task<ClusterIdentity> IdentifyAsync(
        Subject subject, EpisodeSpec spec, TimeProvider time, CancellationToken cancellationToken)
    {
        using var client = SubjectClient.Connect(subject, new SubjectPatience(time));
        var source = spec.Target == TargetNames.Kubeconfig && !KubeconfigTarget.IsInCluster(spec.TargetOptions)
            ? KubeconfigFile.Find(
                spec.TargetOptions.GetValueOrDefault(TargetOptionNames.Kubeconfig), spec.TargetOptions.GetValueOrDefault(TargetOptionNames.Context))
            : null;
        return new ClusterIdentity
        {
            Uid = await ClusterCheck.ReadUidAsync(client, cancellationToken),
            Server = client.BaseUri.ToString(),
            KubeconfigPath = source?.Path ?? "",
            Context = source?.Context ?? "",
        };
    }

    /// <summary>Returns when nothing of the episode is left that disappears by itself after its namespaces have.</summary>
    /// <exception cref="SreGymException">Volumes stay; the message names them and the remedy.</exception>
    public static async Task AwaitCleanAsync(
        string kubeconfig, string target, EpisodeSpec spec, TimeProvider time, CancellationToken cancellationToken)
    {
        // Whoever removed the rest has waited for a cluster that is away.
        using var client = SubjectClient.Connect(
            Create(kubeconfig, target, spec, kept: []), new SubjectPatience(time) { SitsOutAbsence = false });
        IReadOnlyList<string> left;
        try
        {
            left = await VolumeWait.UntilGoneAsync(client, NamespacesOf(spec), s_volumePatience, cancellationToken);
        }
        catch (Exception error) when (error is HttpRequestException or HttpOperationException)
        {
            // Whatever could not be removed from a cluster that is away has been reported by whoever tried.
            return;
        }

        if (left.Count > 0)
        {
            throw new SreGymException(
                StatusCode.DeadlineExceeded,
                ErrorReasons.NotReadyInTime,
                $"PersistentVolume {string.Join(", ", left)} is still there although its claim is gone: look at its events, then kubectl delete pv.");
        }
    }

    private static async Task<SubjectCapabilities> SurveyAsync(Kubernetes client, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_surveyLimit);
        SubjectCapabilities found;
        try
        {
            found = await ClusterSurvey.RunAsync(client, limit.Token);
        }
        catch (HttpOperationException error)
        {
            throw error.Response.StatusCode switch
            {
                HttpStatusCode.Unauthorized =>
                    Refused(ErrorReasons.SubjectRefused, $"{client.BaseUri} does not accept the kubeconfig's credentials (401): log in again."),
                HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => Refused(
                    ErrorReasons.SubjectUnreachable,
                    $"{client.BaseUri} goes on answering {(int)error.Response.StatusCode}: look at its control plane. {error.Message}"),
                _ => Refused(
                    ErrorReasons.SubjectRefused,
                    $"{client.BaseUri} answers {(int)error.Response.StatusCode}: the kubeconfig's user must be an administrator. {error.Message}"),
            };
        }
        catch (Exception error) when (error is HttpRequestException or IOException or AuthenticationException
            || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw Refused(
                ErrorReasons.SubjectUnreachable,
                $"The API server {client.BaseUri} cannot be reached: {(error.InnerException ?? error).Message} Is the cluster up, and is it the right context?");
        }

        var version = KubernetesVersion.Find(found.KubernetesVersion);
        if (version?.IsSupported != true)
        {
            throw Refused(
                ErrorReasons.SubjectRefused,
                $"{client.BaseUri} is Kubernetes {found.KubernetesVersion}: {KubernetesVersion.Oldest} to {KubernetesVersion.Newest} are supported.");
        }

        return found.Nodes > 0
            ? found
            : throw Refused(ErrorReasons.SubjectRefused, $"{client.BaseUri} has no node that is ready and takes pods: look at kubectl get nodes.");
    }

    private static SubjectSettings Decide(RealClusterOptions options, SubjectCapabilities found)
    {
        var isScarce = found.FreeCpuMillis < CpuOfApplication + CpuToSpare;
        return new SubjectSettings
        {
            Images = { options.Images.ToDictionary() },
            PublicMirrors = { options.PublicMirrors.ToDictionary() },
            RegistryImage = options.RegistryImage,
            RegistryExposure = options.RegistryExposure,
            ConfigureNodes = options.ConfigureNodes,
            BlockPublic = options.BlockPublic,
            RegistryHost = options.RegistryTls?.Host ?? "",
            RegistryService = options.RegistryTls?.Service ?? "",
            RegistryCertificate = options.RegistryTls?.Certificate ?? "",
            RegistryCertificateArn = options.RegistryTls?.CertificateArn ?? "",
            EmptyDirVolumes = options.Storage == RealClusterOptions.EmptyDir
                || (options.Storage == RealClusterOptions.Auto && found.StorageClass.Length == 0),
            StorageClass = options.Storage is RealClusterOptions.Auto or RealClusterOptions.EmptyDir ? "" : options.Storage,
            CpuRequest = options.CpuRequest switch
            {
                RealClusterOptions.Manifest => "",
                RealClusterOptions.Auto => isScarce ? SmallCpuRequest : "",
                var asked => asked,
            },
        };
    }

    private static string[] NamespacesOf(EpisodeSpec spec) =>
        [ProblemCatalogue.Find(spec.ProblemId)!.Profile.Namespace, RegistryNamespace];

    private static async Task<IReadOnlyList<string>> FindExistingAsync(
        Kubernetes client, string[] names, CancellationToken cancellationToken)
    {
        var all = await client.CoreV1.ListNamespaceAsync(cancellationToken: cancellationToken);
        return [.. all.Items.Select(item => item.Metadata.Name).Intersect(names)];
    }

    private static async Task<string?> FindRegistryAsync(Kubernetes client, CancellationToken cancellationToken)
    {
        const string ByName = "metadata.name=registry";
        var deployments = await client.AppsV1.ListNamespacedDeploymentAsync(
            RegistryNamespace, fieldSelector: ByName, cancellationToken: cancellationToken);
        var services = await client.CoreV1.ListNamespacedServiceAsync(
            RegistryNamespace, fieldSelector: ByName, cancellationToken: cancellationToken);
        return deployments.Items.Count > 0 ? $"Deployment {RegistryNamespace}/registry"
            : services.Items.Count > 0 ? $"Service {RegistryNamespace}/registry"
            : null;
    }

    private static string Describe(SubjectCapabilities found) => string.Create(
        CultureInfo.InvariantCulture,
        $"Kubernetes {found.KubernetesVersion}, {found.Nodes} nodes with {found.NodeRuntime}, {found.FreeCpuMillis} m CPU free, ")
        + (found.StorageClass.Length > 0 ? $"StorageClass {found.StorageClass}, " : "no default StorageClass, ")
        + (found.WarnsOfMissingPullSecret ? "kubelets report a missing pull secret" : "kubelets are silent about a missing pull secret")
        + $"; nodes may pull from a registry in it by {string.Join("; ", found.RegistryWays)}";

    private static SreGymException Refused(string reason, string message) => new(StatusCode.FailedPrecondition, reason, message);
}
