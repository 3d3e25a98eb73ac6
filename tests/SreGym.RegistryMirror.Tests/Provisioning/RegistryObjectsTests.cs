using k8s;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.Nodes;
using SreGym.RegistryMirror.Provisioning;

namespace SreGym.RegistryMirror.Tests.Provisioning;

/// <summary>The registry's objects, by the way in which nodes reach it.</summary>
public sealed class RegistryObjectsTests
{
    private const string Arn = "arn:aws:acm:eu-central-1:123456789012:certificate/0a1b";

    [Theory]
    [InlineData("registry.example.org:30443", "nodeport", "NodePort", 5000, 30443)]
    [InlineData("registry.example.org:5000", "clusterip", "ClusterIP", 5000, null)]
    [InlineData("registry.example.org", "loadbalancer", "LoadBalancer", 443, null)]
    public void Service_Tls_HasThePortOfTheName(string host, string service, string type, int port, int? nodePort)
    {
        var spec = RegistryObjects.Service(Plan(host, service, certificate: "PEM")).Spec;

        Assert.Equal((type, port, 5000, nodePort), (spec.Type, spec.Ports[0].Port, int.Parse(spec.Ports[0].TargetPort.Value, null), spec.Ports[0].NodePort));
    }

    [Fact]
    public void Service_CertificateOfAcm_AsksForAnInternalLoadBalancerThatEndsTls()
    {
        var plan = Plan("registry.example.org", "loadbalancer", arn: Arn);

        var annotations = RegistryObjects.Service(plan).Metadata.Annotations;
        var deployment = KubernetesJson.Serialize(RegistryObjects.Deployment(RegistryAccount.FromSeed(1), plan));

        Assert.Equal("internal", annotations["service.beta.kubernetes.io/aws-load-balancer-scheme"]);
        Assert.Equal(Arn, annotations["service.beta.kubernetes.io/aws-load-balancer-ssl-cert"]);
        Assert.Equal("preserve_client_ip.enabled=false", annotations["service.beta.kubernetes.io/aws-load-balancer-target-group-attributes"]);
        Assert.DoesNotContain("/tls", deployment, StringComparison.Ordinal);
    }

    [Fact]
    public void Deployment_OwnCertificate_ServesItFromASecretAlone()
    {
        var plan = Plan("registry.example.org:30443", "nodeport", certificate: "PEM");

        var deployment = KubernetesJson.Serialize(RegistryObjects.Deployment(RegistryAccount.FromSeed(1), plan));
        var secret = RegistryObjects.Certificate(plan.Tls!, new SecretText("the-key"));

        Assert.Contains("REGISTRY_HTTP_TLS_KEY", deployment, StringComparison.Ordinal);
        Assert.Contains("\"secretName\":\"registry-tls\"", deployment, StringComparison.Ordinal);
        Assert.Equal("the-key", System.Text.Encoding.UTF8.GetString(secret.Data["tls.key"]));
        Assert.Null(RegistryObjects.Service(plan).Metadata.Annotations);
    }

    [Fact]
    public void NodeHosts_OwnCertificate_TrustItForThatHostAlone()
    {
        var hosts = NodeHosts.Trusting("registry.example.org:30443", "PEM");

        Assert.Equal(("registry.example.org:30443", "PEM"), (hosts.Host, hosts.Authorities));
        Assert.EndsWith(
            "[host.\"https://registry.example.org:30443\"]\n  capabilities = [\"pull\", \"resolve\"]\n  ca = \"ca.crt\"", hosts.HostsToml, StringComparison.Ordinal);
    }

    private static RegistryPlan Plan(string host, string service, string certificate = "", string arn = "") => RegistryPlan.For(new Subject
    {
        Target = "kubeconfig",
        Settings = new SubjectSettings
        {
            RegistryExposure = "tls",
            RegistryHost = host,
            RegistryService = service,
            RegistryCertificate = certificate,
            RegistryCertificateArn = arn,
        },
    });
}
