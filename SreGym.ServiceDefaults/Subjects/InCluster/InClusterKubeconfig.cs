using Grpc.Core;
using k8s;
using k8s.Authentication;
using k8s.KubeConfigModels;
using SreGym.Contracts;

namespace SreGym.ServiceDefaults.Subjects.InCluster;

/// <summary>
/// The kubeconfig that leads to the cluster this process's pod runs in. It names the file of the pod's token and does not hold it: the kubelet
/// replaces the token while an episode runs.
/// </summary>
public static class InClusterKubeconfig
{
    /// <summary>The name by which the cluster is asked for, where a context is expected.</summary>
    public const string Context = "in-cluster";

    /// <summary>Name of the <c>auth-provider</c> by which <see cref="SubjectClient"/> knows such a kubeconfig.</summary>
    internal const string ProviderName = "token-file";

    private const string PathKey = "path";
    private const string Folder = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>Reads what the kubelet has put into this pod.</summary>
    /// <exception cref="SreGymException">This process runs in no pod, or its pod has no token.</exception>
    public static string Create()
    {
        if (!KubernetesClientConfiguration.IsInCluster())
        {
            throw new SreGymException(
                StatusCode.InvalidArgument,
                ErrorReasons.InvalidArgument,
                $"Context '{Context}' is the cluster the harness runs in, and it runs in no pod that has a service account's token in {Folder}: "
                + "apply services/Standalone/in-cluster-target.yaml, or name a kubeconfig with --kubeconfig <path>.");
        }

        var authority = File.ReadAllBytes($"{Folder}/ca.crt");
        return Create(KubernetesClientConfiguration.InClusterConfig().Host, Convert.ToBase64String(authority), $"{Folder}/token");
    }

    /// <summary>The token provider that a kubeconfig of this kind asks for; null for every other kubeconfig. Takes the mark out of it.</summary>
    internal static TokenFileAuth? TakeProvider(K8SConfiguration kubeconfig)
    {
        var credentials = kubeconfig.Users?.FirstOrDefault()?.UserCredentials;
        if (credentials?.AuthProvider is not { Name: ProviderName } provider)
        {
            return null;
        }

        credentials.AuthProvider = null;
        credentials.Token = ProviderName;
        return new TokenFileAuth(provider.Config[PathKey]);
    }

    /// <param name="server">Address of the API server.</param>
    /// <param name="authority">PEM of its authority in base64; null where it needs none.</param>
    /// <param name="tokenPath">Path of the file that holds the current token.</param>
    internal static string Create(string server, string? authority, string tokenPath) => KubernetesYaml.Serialize(new K8SConfiguration
    {
        ApiVersion = "v1",
        Kind = "Config",
        CurrentContext = Context,
        Contexts = [new Context { Name = Context, ContextDetails = new ContextDetails { Cluster = Context, User = Context } }],
        Clusters =
        [
            new Cluster { Name = Context, ClusterEndpoint = new ClusterEndpoint { Server = server, CertificateAuthorityData = authority } },
        ],
        Users =
        [
            new User
            {
                Name = Context,
                UserCredentials = new UserCredentials
                {
                    AuthProvider = new AuthProvider { Name = ProviderName, Config = new Dictionary<string, string> { [PathKey] = tokenPath } },
                },
            },
        ],
    });
}
