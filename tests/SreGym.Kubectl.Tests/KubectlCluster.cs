using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SreGym.Simulation.ApiServer.Http;
using SreGym.Simulation.Runtime;
using SreGym.TestingHost.Clusters;
using SreGym.TestingHost.Registries;

[assembly: AssemblyFixture(typeof(SreGym.Kubectl.Tests.KubectlCluster))]

namespace SreGym.Kubectl.Tests;

/// <summary>One embedded cluster behind HTTPS on a loopback port, and a kubeconfig for it.</summary>
public sealed class KubectlCluster : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kubectl-tests-").FullName;
    private X509Certificate2? _certificate;
    private RegistryServer? _registry;
    private SimulatedCluster? _cluster;
    private WebApplication? _app;

    /// <summary>kubectl as the administrator.</summary>
    public KubectlCommand Kubectl => new(Kubeconfig, _folder);

    private string Kubeconfig => Path.Combine(_folder, "kubeconfig");

    /// <summary>kubectl in a new namespace.</summary>
    public async Task<KubectlCommand> CreateNamespaceAsync(string name)
    {
        (await Kubectl.RunAsync("create", "namespace", name)).Ok();
        return new KubectlCommand(Kubeconfig, _folder, "--namespace", name);
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=kube-apiserver", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        _certificate = request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));

        _registry = await RegistryServer.StartAsync();
        _cluster = new SimulatedCluster(new ClusterOptions
        {
            Id = "kubectl",
            Seed = 7,
            StartDelay = TimeSpan.Zero,
            RegistryAddress = _registry.Address,
            Registries = new ServedRegistries(_registry.Hosts),
            CertificateAuthorityPem = _certificate.ExportCertificatePem(),
        });
        _cluster.Start();
        var handler = new ApiServerHandler(_cluster.Api, new ApiServerOptions
        {
            AdministratorToken = "administrator",
            Nodes = _cluster.NodeRuntime,
        });

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_certificate)));
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(handler.HandleAsync);
        await _app.StartAsync();

        var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        var authority = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(_certificate.ExportCertificatePem()));
        await File.WriteAllTextAsync(Kubeconfig, $"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: embedded
              cluster:
                server: {address}
                certificate-authority-data: {authority}
            users:
            - name: kubernetes-admin
              user:
                token: administrator
            contexts:
            - name: embedded
              context:
                cluster: embedded
                user: kubernetes-admin
            current-context: embedded
            """);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        if (_registry is not null)
        {
            await _registry.DisposeAsync();
        }

        _certificate?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
