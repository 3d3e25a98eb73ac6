using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.ApiServer.Http;
using SreGym.Simulation.Bootstrap;
using SreGym.Simulation.Storage;

[assembly: AssemblyFixture(typeof(SreGym.Kubectl.Tests.KubectlCluster))]

namespace SreGym.Kubectl.Tests;

/// <summary>One embedded cluster behind HTTPS on a loopback port, and a kubeconfig for it.</summary>
public sealed class KubectlCluster : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kubectl-tests-").FullName;
    private X509Certificate2? _certificate;
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

        var api = new ClusterApi(new ObjectStore(), new ClusterApiOptions { Seed = 7, CertificateAuthorityPem = _certificate.ExportCertificatePem() });
        ClusterBootstrap.Populate(api);
        var handler = new ApiServerHandler(api, new ApiServerOptions { AdministratorToken = "administrator" });

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_certificate)));
        _app = builder.Build();
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

        _certificate?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
