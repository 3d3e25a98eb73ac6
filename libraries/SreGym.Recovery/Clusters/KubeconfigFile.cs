using Grpc.Core;
using k8s;
using k8s.KubeConfigModels;
using SreGym.Contracts;
using SreGym.Contracts.Targets;
using SreGym.Recovery.Episodes;

namespace SreGym.Recovery.Clusters;

/// <summary>A kubeconfig as people keep it, and one context of it as a document of its own.</summary>
public static class KubeconfigFile
{
    /// <summary>The context's cluster and user with every certificate and token inside, so that any process can use it from any folder.</summary>
    /// <param name="path">Path; several separated as in <c>KUBECONFIG</c>; null means where kubectl looks.</param>
    /// <param name="context">Name of a context; null or empty means the current one.</param>
    /// <exception cref="SreGymException">File or context do not exist or cannot be used; the message says which there are.</exception>
    public static string Extract(string? path, string? context) => Find(path, context).Text;

    /// <summary>As <see cref="Extract"/>, with the file and context that were found.</summary>
    /// <exception cref="SreGymException">File or context do not exist or cannot be used; the message says which there are.</exception>
    public static KubeconfigDocument Find(string? path, string? context)
    {
        var files = Split(string.IsNullOrEmpty(path) ? FindUsual() : path);
        var configuration = Load(files, context);
        var known = configuration.Contexts?.Select(candidate => candidate.Name).ToList() ?? [];
        var name = string.IsNullOrEmpty(context) ? configuration.CurrentContext : context;
        var chosen = configuration.Contexts?.FirstOrDefault(candidate => candidate.Name == name) ?? throw Refused(
            $"There is no context '{name}' in {string.Join(", ", files)}: "
            + (known.Count == 0 ? "it holds none." : $"use --context with one of {string.Join(", ", known)}."));
        var cluster = configuration.Clusters?.FirstOrDefault(candidate => candidate.Name == chosen.ContextDetails?.Cluster)
            ?? throw Refused($"Context '{name}' names cluster '{chosen.ContextDetails?.Cluster}', which {string.Join(", ", files)} does not hold.");
        var user = configuration.Users?.FirstOrDefault(candidate => candidate.Name == chosen.ContextDetails?.User)
            ?? throw Refused($"Context '{name}' names user '{chosen.ContextDetails?.User}', which {string.Join(", ", files)} does not hold.");
        var folder = Path.GetDirectoryName(configuration.FileName) ?? "";
        Inline(cluster.ClusterEndpoint, folder);
        Inline(user.UserCredentials, folder);
        var text = KubernetesYaml.Serialize(new K8SConfiguration
        {
            ApiVersion = "v1",
            Kind = "Config",
            CurrentContext = chosen.Name,
            Contexts = [chosen],
            Clusters = [cluster],
            Users = [user],
        });
        return new KubeconfigDocument(text, configuration.FileName ?? "", chosen.Name, cluster.ClusterEndpoint?.Server ?? "");
    }

    /// <summary>The context an episode ran in: the one it found then, else the one it was asked to use.</summary>
    /// <param name="record">The episode.</param>
    /// <param name="path">Where its kubeconfig is now; null means where it was, whatever <c>KUBECONFIG</c> says now.</param>
    /// <param name="context">What the context is called now; null means as then, or the current one of a file that has none of that name.</param>
    /// <exception cref="SreGymException">It is not there any more; the message says how to name where it is now.</exception>
    public static KubeconfigDocument FindOf(EpisodeRecord record, string? path = null, string? context = null)
    {
        ArgumentNullException.ThrowIfNull(record);
        var options = record.Spec.TargetOptions;
        var (knownPath, knownContext) = record.Cluster is { KubeconfigPath.Length: > 0 } known
            ? (known.KubeconfigPath, known.Context)
            : (options.GetValueOrDefault(TargetOptionNames.Kubeconfig), options.GetValueOrDefault(TargetOptionNames.Context));
        if (path is not null)
        {
            return Find(path, context ?? (HasContext(path, knownContext) ? knownContext : null));
        }

        if (knownPath is not null && !Split(knownPath).Any(File.Exists))
        {
            throw Refused(
                $"The kubeconfig {knownPath}, by which episode {record.Spec.EpisodeId} came to "
                + $"{record.Cluster?.Server ?? "its cluster"}, is not there any more. Nothing was touched; "
                + $"say where it is now: ./sregym recover --episode {record.Spec.EpisodeId} --kubeconfig <path>.");
        }

        return Find(knownPath, context ?? knownContext);
    }

    private static bool HasContext(string path, string? context) =>
        Split(path).Where(File.Exists).Any(file => Load(file).Contexts?.Any(known => known.Name == context) == true);

    private static string[] Split(string path) => path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    private static string FindUsual() => Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } named
        ? named
        : KubernetesClientConfiguration.KubeConfigDefaultLocation;

    // Each file by itself: a context names a cluster and a user of its own file wherever tools have written it.
    private static K8SConfiguration Load(string[] files, string? context)
    {
        var found = files.Where(File.Exists).Select(Load).ToList();
        return found.Find(candidate => string.IsNullOrEmpty(context)
                ? !string.IsNullOrEmpty(candidate.CurrentContext)
                : candidate.Contexts?.Any(known => known.Name == context) == true)
            ?? found.FirstOrDefault()
            ?? throw Refused($"There is no kubeconfig '{string.Join("', '", files)}': name one with --kubeconfig <path>, or set KUBECONFIG.");
    }

    private static K8SConfiguration Load(string file)
    {
        try
        {
            var configuration = KubernetesClientConfiguration.LoadKubeConfig(file, useRelativePaths: true);
            configuration.FileName = Path.GetFullPath(file);
            return configuration;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or k8s.Exceptions.KubeConfigException
            or YamlDotNet.Core.YamlException)
        {
            throw Refused($"The kubeconfig {file} cannot be read ({error.GetType().Name}): {error.Message}");
        }
    }

    private static void Inline(ClusterEndpoint? cluster, string folder)
    {
        if (cluster is { CertificateAuthority.Length: > 0, CertificateAuthorityData: null or "" })
        {
            cluster.CertificateAuthorityData = ReadFile(folder, cluster.CertificateAuthority);
        }

        cluster?.CertificateAuthority = null;
    }

    private static void Inline(UserCredentials? user, string folder)
    {
        if (user is null)
        {
            return;
        }

        if (user is { ClientCertificate.Length: > 0, ClientCertificateData: null or "" })
        {
            user.ClientCertificateData = ReadFile(folder, user.ClientCertificate);
        }

        if (user is { ClientKey.Length: > 0, ClientKeyData: null or "" })
        {
            user.ClientKeyData = ReadFile(folder, user.ClientKey);
        }

        user.ClientCertificate = null;
        user.ClientKey = null;
    }

    // Paths in a kubeconfig start at its own folder.
    private static string ReadFile(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        try
        {
            return Convert.ToBase64String(File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Refused($"The kubeconfig names '{path}', which cannot be read: {error.Message}");
        }
    }

    private static SreGymException Refused(string message) => new(StatusCode.InvalidArgument, ErrorReasons.InvalidArgument, message);
}
