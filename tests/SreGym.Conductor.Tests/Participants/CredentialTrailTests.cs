using System.Text;
using k8s;
using k8s.Models;
using SreGym.Agents.Reference;
using SreGym.IncidentHost;

namespace SreGym.Conductor.Tests.Participants;

/// <summary>Where the reference agent takes a registry's credentials from, wherever that registry answers.</summary>
public sealed class CredentialTrailTests : IAsyncLifetime
{
    private const string Namespace = "app";
    private const string Home = "platform-registry";
    private const string PullSecret = "pull";

    private IncidentServices _services = null!;
    private EmptyCluster _subject = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _services = await IncidentServices.StartAsync();
        _subject = await EmptyCluster.CreateAsync(_services, "trail");
    }

    public async ValueTask DisposeAsync()
    {
        await _subject.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Theory]
    [InlineData("localhost:{0}")]
    [InlineData("{1}:5000")]
    [InlineData("registry.example:30443")]
    public async Task Find_SecretOfThePodsIsRefused_LeadsToTheRegistrysOwn(string address)
    {
        var core = _subject.Client.CoreV1;
        foreach (var name in new[] { Namespace, Home })
        {
            await core.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = name } }, cancellationToken: Cancelled);
        }

        var service = await core.CreateNamespacedServiceAsync(
            new V1Service
            {
                Metadata = new V1ObjectMeta { Name = "registry" },
                Spec = new V1ServiceSpec { Type = "NodePort", Ports = [new V1ServicePort { Port = 5000 }] },
            },
            Home,
            cancellationToken: Cancelled);
        var host = string.Format(null, address, service.Spec.Ports[0].NodePort, service.Spec.ClusterIP);
        await core.CreateNamespacedConfigMapAsync(
            new V1ConfigMap
            {
                Metadata = new V1ObjectMeta { Name = "runbook" },
                Data = new Dictionary<string, string>
                {
                    ["text"] = $"Images of {Namespace} come from {host}; its credentials are in Secret `registry-credentials` in {Home}.",
                },
            },
            Namespace,
            cancellationToken: Cancelled);
        await CreateSecretAsync(Home, "registry-credentials", new() { ["username"] = "team", ["password"] = "good" });
        await CreateSecretAsync(Namespace, PullSecret, new()
        {
            [".dockerconfigjson"] = $$$"""{"auths": {"{{{host}}}": {"username": "team", "password": "over"} } }""",
        });

        var found = await new CredentialTrail(_subject.Client).FindAsync(Failure(host), Cancelled);

        Assert.Equal($"Secret {Home}/registry-credentials", found?.Source);
        Assert.Equal("good", found?.Password);
    }

    private static PullFailure Failure(string host) => new()
    {
        Namespace = Namespace,
        Workload = "web",
        Pods = ["web-1"],
        Image = new ImageName($"{host}/app/web:latest"),
        Reason = "ImagePullBackOff",
        Message = "failed with status code [manifests latest]: 401 Unauthorized",
        MissingSecrets = [],
        PresentSecrets = [new PresentSecret(PullSecret, null)],
        Warnings = [],
    };

    private Task<V1Secret> CreateSecretAsync(string @namespace, string name, Dictionary<string, string> values) =>
        _subject.Client.CoreV1.CreateNamespacedSecretAsync(
            new V1Secret
            {
                Metadata = new V1ObjectMeta { Name = name },
                Type = values.ContainsKey(".dockerconfigjson") ? "kubernetes.io/dockerconfigjson" : "Opaque",
                Data = values.ToDictionary(value => value.Key, value => Encoding.UTF8.GetBytes(value.Value)),
            },
            @namespace,
            cancellationToken: Cancelled);
}
