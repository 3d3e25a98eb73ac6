using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Grpc.Core;
using SreGym.Cluster.Certificates;
using SreGym.Contracts;
using SreGym.Contracts.Cluster.V1;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.ApiServer.Http;
using SreGym.Simulation.Bootstrap;
using SreGym.Simulation.Storage;

namespace SreGym.Cluster.Hosting;

/// <summary>Makes clusters from requests.</summary>
internal sealed partial class ClusterFactory(ServerCertificate certificate, TimeProvider time)
{
    private const int MostNodes = 100;
    private const int TokenBytes = 32;

    /// <exception cref="SreGymException">The request asks for what cannot be.</exception>
    public HostedCluster Create(CreateClusterRequest request)
    {
        var id = request.ClusterId.Length > 0 ? request.ClusterId : string.Create(CultureInfo.InvariantCulture, $"cluster-{(ulong)request.Seed}");
        Demand(IdPattern().IsMatch(id), $"cluster_id '{id}' is no DNS label: use lower-case letters, digits and '-', at most 63 characters.");
        Demand(request.Nodes is >= 0 and <= MostNodes, $"nodes is {request.Nodes}: it must be from 1 to {MostNodes}.");

        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        var api = new ClusterApi(
            new ObjectStore(),
            new ClusterApiOptions { Seed = request.Seed, TimeProvider = time, CertificateAuthorityPem = certificate.AuthorityPem });
        ClusterBootstrap.Populate(api);
        return new HostedCluster
        {
            Id = id,
            Api = api,
            Handler = new ApiServerHandler(api, new ApiServerOptions { AdministratorToken = token }),
            AdministratorToken = new SecretText(token),
            Nodes = [],
            CreatedAt = time.GetUtcNow(),
        };
    }

    private static void Demand(bool holds, string message)
    {
        if (!holds)
        {
            throw new SreGymException(StatusCode.InvalidArgument, ErrorReasons.InvalidArgument, message);
        }
    }

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$")]
    private static partial Regex IdPattern();
}
