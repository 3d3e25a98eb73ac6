using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SreGym.Conductor.Targets.Real;
using SreGym.Contracts;

namespace SreGym.Conductor.Tests.Targets;

public sealed class RegistryTlsOptionsTests : IDisposable
{
    private const string Arn = "arn:aws:acm:eu-central-1:123456789012:certificate/0a1b";
    private readonly string _folder = Directory.CreateTempSubdirectory("sregym-registry-tls-").FullName;
    private readonly (string Certificate, string Key) _files;

    public RegistryTlsOptionsTests()
    {
        _files = WriteCertificate("own", "registry.example.org");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("registry.example.org", null, "loadbalancer")]
    [InlineData("registry.example.org:30443", null, "nodeport")]
    [InlineData("registry.example.org:5000", "clusterip", "clusterip")]
    public void Read_OwnCertificate_ServiceFollowsFromThePort(string host, string? service, string expected)
    {
        var options = Options(("registry-host", host), ("registry-certificate", _files.Certificate), ("registry-certificate-key", _files.Key));
        if (service is not null)
        {
            options["registry-service"] = service;
        }

        var read = RealClusterOptions.Read(options).RegistryTls!;

        Assert.Equal((host, expected), (read.Host, read.Service));
        Assert.Equal(File.ReadAllText(_files.Certificate), read.Certificate);
        Assert.Equal(File.ReadAllText(_files.Key), RegistryCertificate.ReadKey(options));
    }

    [Fact]
    public void Read_CertificateOfAcm_IsALoadBalancerWithoutAKey()
    {
        var options = Options(("registry-host", "registry.example.org"), ("registry-certificate-arn", Arn));

        var read = RealClusterOptions.Read(options).RegistryTls!;

        Assert.Equal(("loadbalancer", Arn, ""), (read.Service, read.CertificateArn, read.Certificate));
        Assert.Equal("", RegistryCertificate.ReadKey(options));
    }

    [Theory]
    [InlineData("registry-certificate-arn=" + Arn, "registry-host")]
    [InlineData("registry-host=registry;registry-certificate-arn=" + Arn, "Option 'registry-host' does not take 'registry'")]
    [InlineData("registry-host=Registry.example.org;registry-certificate-arn=" + Arn, "does not take 'Registry.example.org'")]
    [InlineData("registry-host=registry.example.org", "needs either 'registry-certificate' with 'registry-certificate-key'")]
    [InlineData("registry-host=r.example.org;registry-certificate-arn=arn:aws:iam::1:user/x", "does not take 'arn:aws:iam::1:user/x'")]
    [InlineData("registry-host=r.example.org;registry-service=nodeport;registry-certificate-arn=" + Arn, "a port from 30000 to 32767")]
    [InlineData("registry-host=r.example.org;registry-service=ingress;registry-certificate-arn=" + Arn, "does not take 'ingress'")]
    [InlineData("registry-host=r.example.org;configure-nodes=true;registry-certificate-arn=" + Arn, "nodes know AWS's authorities")]
    [InlineData("registry-host=r.example.org;registry-certificate=/no/such/file;registry-certificate-key=/no/such/key", "does not take '/no/such/file'")]
    [InlineData("registry-exposure=auto;registry-host=r.example.org", "Option 'registry-host' needs 'registry-exposure' to be 'tls'")]
    public void Read_WrongCombination_NamesOptionAndRemedy(string given, string expected)
    {
        var options = Options([.. given.Split(';').Select(entry => entry.Split('=', 2)).Select(parts => (parts[0], parts[1]))]);

        var refused = Assert.Throws<SreGymException>(() => RealClusterOptions.Read(options));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CertificateOfAnotherName_IsRefused()
    {
        var options = Options(
            ("registry-host", "other.example.org"), ("registry-certificate", _files.Certificate), ("registry-certificate-key", _files.Key));

        var refused = Assert.Throws<SreGymException>(() => RealClusterOptions.Read(options));

        Assert.Contains("do not have 'other.example.org'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_KeyOfAnotherCertificate_IsRefusedWithoutAWordOfIt()
    {
        var other = WriteCertificate("other", "registry.example.org");
        var options = Options(
            ("registry-host", "registry.example.org"), ("registry-certificate", _files.Certificate), ("registry-certificate-key", other.Key));

        var refused = Assert.Throws<SreGymException>(() => RealClusterOptions.Read(options));

        Assert.Contains("registry-certificate-key", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(File.ReadAllLines(other.Key)[1], refused.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Options(params (string Name, string Value)[] more)
    {
        var options = new Dictionary<string, string> { ["registry-exposure"] = "tls" };
        foreach (var (name, value) in more)
        {
            options[name] = value;
        }

        return options;
    }

    private (string Certificate, string Key) WriteCertificate(string file, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=registry", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var (certificatePath, keyPath) = (Path.Combine(_folder, $"{file}.pem"), Path.Combine(_folder, $"{file}.key"));
        File.WriteAllText(certificatePath, certificate.ExportCertificatePem());
        File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
        return (certificatePath, keyPath);
    }
}
