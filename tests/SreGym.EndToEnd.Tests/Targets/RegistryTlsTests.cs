using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.RegistryMirror.V1;
using SreGym.IncidentHost;
using SreGym.Oci.Client;

namespace SreGym.EndToEnd.Tests.Targets;

/// <summary>A registry that speaks TLS on a node port of a real cluster, whose containerd is told to trust it.</summary>
[Collection(RealClusterCollection.Name)]
public sealed class RegistryTlsTests
{
    private const string Switch = "SREGYM_TEST_REGISTRY_TLS";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Provision_Tls_NodesPullTheHarnessComesInAndNodesAreAsBefore()
    {
        var kubeconfig = RealCluster.RequireKubeconfig();
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Switch) == "1", $"Takes a minute on a real cluster: set {Switch}=1.");
        await using var node = await NodeFolder.OpenAsync(kubeconfig, Cancelled);
        var folders = await node.ListAsync(Cancelled);
        var address = await RealCluster.KubectlAsync(
            kubeconfig, ["get", "nodes", "-o", "jsonpath={.items[0].status.addresses[?(@.type==\"InternalIP\")].address}"], Cancelled);
        var (certificate, key) = Create(IPAddress.Parse(address));
        var subject = new Subject
        {
            EpisodeId = "tls",
            Target = "kubeconfig",
            Kubeconfig = await File.ReadAllTextAsync(kubeconfig, Cancelled),
            Seed = 5,
            Settings = new SubjectSettings
            {
                EmptyDirVolumes = true,
                RegistryExposure = "tls",
                RegistryHost = $"{address}:30443",
                RegistryService = "nodeport",
                RegistryCertificate = certificate,
                ConfigureNodes = true,
            },
        };
        await using var services = await IncidentServices.StartAsync();
        try
        {
            using var provision = services.Mirror.ProvisionRegistry(
                new ProvisionRegistryRequest { Subject = subject, RegistryCertificateKey = key }, cancellationToken: Cancelled);
            var updates = await provision.ResponseStream.ReadAllAsync(Cancelled).ToListAsync(Cancelled);

            var registry = updates[^1].Registry;
            Assert.Equal($"{address}:30443", registry.Host);
            Assert.Equal(HttpStatusCode.OK, await PingAsync(registry));
            Assert.NotEqual(folders, await node.ListAsync(Cancelled));
            Assert.DoesNotContain(updates, update => update.ToString().Contains("PRIVATE KEY", StringComparison.Ordinal));
        }
        finally
        {
            await services.Mirror.RemoveRegistryAsync(new RemoveRegistryRequest { Subject = subject }, cancellationToken: CancellationToken.None);
        }

        Assert.Equal(folders, await node.ListAsync(Cancelled));
    }

    private static async Task<HttpStatusCode> PingAsync(PrivateRegistry registry)
    {
        using var http = RegistryTransport.Create();
        var client = new RegistryClient(
            http, new RegistryEndpoint(new Uri(registry.AccessAddress)), new RegistryCredentials(registry.Username, registry.Password));
        return (await client.PingAsync(Cancelled)).Status;
    }

    private static (string Certificate, string Key) Create(IPAddress address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=registry", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(address);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
