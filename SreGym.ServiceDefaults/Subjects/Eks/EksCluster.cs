using System.Net;
using System.Text.Json.Nodes;
using Grpc.Core;
using k8s;
using k8s.KubeConfigModels;
using SreGym.Contracts;

namespace SreGym.ServiceDefaults.Subjects.Eks;

/// <summary>An existing EKS cluster, and the kubeconfig that leads to it without holding a credential.</summary>
public static class EksCluster
{
    /// <summary>Name of the <c>auth-provider</c> by which <see cref="SubjectClient"/> knows such a kubeconfig.</summary>
    internal const string ProviderName = "eks";

    private const string ClusterKey = "cluster";
    private const string RegionKey = "region";

    /// <summary>Asks EKS for the cluster's address and authority (eks:DescribeCluster).</summary>
    /// <param name="cluster">Name of the cluster.</param>
    /// <param name="region">Its region.</param>
    /// <param name="endpoint">Address of the API instead of AWS's own, e.g. an emulator's; null for AWS.</param>
    /// <param name="time">Clock of the signature.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SreGymException">There is no such cluster, it is not active, access is denied, or AWS cannot be reached.</exception>
    public static async Task<string> GetKubeconfigAsync(
        string cluster, string region, Uri? endpoint, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            var (status, text) = await AwsRequest.GetAsync(
                "eks", region, endpoint, $"/clusters/{Uri.EscapeDataString(cluster)}", time, cancellationToken);
            var body = JsonNode.Parse(text);
            return status == HttpStatusCode.OK
                ? Read(cluster, region, body?["cluster"])
                : throw Refused($"EKS answers {(int)status} for cluster '{cluster}' in {region}: {body?["message"] ?? body?["Message"]} "
                    + "Check name and region, and that the identity may eks:DescribeCluster.");
        }
        catch (Exception error) when (error is HttpRequestException or System.Text.Json.JsonException)
        {
            throw new SreGymException(
                StatusCode.Unavailable, ErrorReasons.SubjectUnreachable, $"EKS in {region} cannot be asked for cluster '{cluster}': {error.Message}", error);
        }
    }

    /// <summary>The token provider that a kubeconfig of this kind asks for; null for every other kubeconfig. Takes the mark out of it.</summary>
    internal static EksTokenProvider? TakeProvider(K8SConfiguration kubeconfig)
    {
        var credentials = kubeconfig.Users?.FirstOrDefault()?.UserCredentials;
        if (credentials?.AuthProvider is not { Name: ProviderName } provider)
        {
            return null;
        }

        credentials.AuthProvider = null;
        credentials.Token = ProviderName;
        return new EksTokenProvider(provider.Config[ClusterKey], provider.Config[RegionKey], TimeProvider.System);
    }

    private static string Read(string cluster, string region, JsonNode? found)
    {
        var status = (string?)found?["status"];
        if (status != "ACTIVE")
        {
            throw Refused($"The EKS cluster '{cluster}' in {region} is {status ?? "unknown"}: wait until it is ACTIVE.");
        }

        return KubernetesYaml.Serialize(new K8SConfiguration
        {
            ApiVersion = "v1",
            Kind = "Config",
            CurrentContext = cluster,
            Contexts = [new Context { Name = cluster, ContextDetails = new ContextDetails { Cluster = cluster, User = cluster } }],
            Clusters =
            [
                new k8s.KubeConfigModels.Cluster
                {
                    Name = cluster,
                    ClusterEndpoint = new ClusterEndpoint
                    {
                        Server = (string?)found!["endpoint"],
                        CertificateAuthorityData = (string?)found["certificateAuthority"]?["data"],
                    },
                },
            ],
            Users =
            [
                new User
                {
                    Name = cluster,
                    UserCredentials = new UserCredentials
                    {
                        AuthProvider = new AuthProvider
                        {
                            Name = ProviderName,
                            Config = new Dictionary<string, string> { [ClusterKey] = cluster, [RegionKey] = region },
                        },
                    },
                },
            ],
        });
    }

    private static SreGymException Refused(string message) => new(StatusCode.FailedPrecondition, ErrorReasons.SubjectRefused, message);
}
