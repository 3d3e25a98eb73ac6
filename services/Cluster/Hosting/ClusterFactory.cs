using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Grpc.Core;
using Microsoft.Extensions.Options;
using SreGym.Cluster.Certificates;
using SreGym.Contracts;
using SreGym.Contracts.Cluster.V1;
using SreGym.Oci.Client;
using SreGym.ServiceDefaults.Time;
using SreGym.Simulation.ApiServer.Http;
using SreGym.Simulation.Runtime;

namespace SreGym.Cluster.Hosting;

/// <summary>Makes clusters from requests.</summary>
internal sealed partial class ClusterFactory(
    ServerCertificate certificate,
    IRegistryRuntime registries,
    IOptions<ClusterServiceOptions> options,
    TimeProvider time,
    ILogger<ClusterFactory> logger) : IDisposable
{
    private const int MostNodes = 100;
    private const int TokenBytes = 32;

    private static readonly TimeSpan s_longestStart = TimeSpan.FromMinutes(10);

    /// <summary>One pool of connections for the nodes of all clusters.</summary>
    private readonly Lazy<HttpMessageInvoker> _http = new(RegistryTransport.Create);

    /// <exception cref="SreGymException">The request asks for what cannot be.</exception>
    public HostedCluster Create(CreateClusterRequest request)
    {
        var id = request.ClusterId.Length > 0
            ? request.ClusterId : string.Create(CultureInfo.InvariantCulture, $"cluster-{(ulong)request.Seed}");
        Demand(IdPattern().IsMatch(id),
            $"cluster_id '{id}' is no DNS label: use lower-case letters, digits and '-', at most 63 characters.");
        Demand(
            request.Clock is ClusterClock.Unspecified or ClusterClock.Real,
            "clock is accelerated, which this version does not have: use the real clock.");
        Demand(
            request.StartDelay is null || (request.StartDelay.ToTimeSpan() >= TimeSpan.Zero
                && request.StartDelay.ToTimeSpan() <= s_longestStart),
            $"start_delay is {request.StartDelay}: it must be from 0 to {s_longestStart}.");
        Demand(request.Nodes is >= 0 and <= MostNodes, $"nodes is {request.Nodes}: it must be from 1 to {MostNodes}.");

        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        var simulation = Simulate(id, request);
        simulation.Start();
        return new HostedCluster
        {
            Id = id,
            Simulation = simulation,
            Handler = new ApiServerHandler(
                simulation.Api, new ApiServerOptions { AdministratorToken = token, Nodes = simulation.NodeRuntime }),
            AdministratorToken = new SecretText(token),
            CreatedAt = time.GetUtcNow(),
        };
    }

    private SimulatedCluster Simulate(string id, CreateClusterRequest request)
    {
        try
        {
            return new SimulatedCluster(new ClusterOptions
            {
                Id = id,
                Seed = request.Seed,
                Nodes = Math.Max(1, request.Nodes),
                KubeletVersion = request.KubeletVersion,
                StartDelay = request.StartDelay?.ToTimeSpan(),
                // Work is due, back-off over and a certificate valid by this clock: none of it may wait an hour because the machine's was set.
                TimeProvider = new SteadyClock(time),
                RegistryAddress = string.IsNullOrEmpty(options.Value.RegistryAddress) ? null : new Uri(options.Value.RegistryAddress),
                Registries = registries,
                RegistryHttp = _http.Value,
                CertificateAuthorityPem = certificate.AuthorityPem,
                Logger = logger,
            });
        }
        catch (FormatException malformed)
        {
            throw new SreGymException(StatusCode.InvalidArgument, ErrorReasons.InvalidArgument, $"kubelet_version: {malformed.Message}");
        }
    }

    public void Dispose()
    {
        if (_http.IsValueCreated)
        {
            _http.Value.Dispose();
        }
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
