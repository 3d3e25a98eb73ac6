using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SreGym.EndToEnd.Tests;

/// <summary>
/// A run on its stack, with a kubeconfig that leads nowhere, so that errors are among what is searched: none of the secrets
/// that it handles is where somebody else may read.
/// </summary>
public sealed class AwsSecretsTests : IDisposable
{
    private const string Region = "ap-south-1";
    private const string Stack = "sregym-target-cluster";

    private readonly string _folder = Directory.CreateTempSubdirectory("sregym-secrets-").FullName;

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Run_OnItsStack_NoSecretIsInTheStackTheOutputTheReportsOrTheTelemetry()
    {
        AwsEmulator.Require();
        var (kubeconfig, secrets) = CreateKubeconfig();
        var access = AwsEmulator.Access(AwsEmulator.Endpoint);
        access["AWS_SECRET_ACCESS_KEY"] = secrets["AWS secret key"] = RandomNumberGenerator.GetHexString(40);
        await using (var run = Run.StartWith(access, "--target", "aws", "--region", Region, "--operator-cidr", "203.0.113.7/32", "--yes"))
        {
            await run.WaitForLineAsync($"{Stack} (AWS::CloudFormation::Stack) CREATE_COMPLETE");
            await AwsEmulator.HandOverAsync(Region, $"/sregym/{Stack}/kubeconfig", kubeconfig, Ends);
            secrets["join token"] = await AwsStack.ReadSecretAsync(Region, $"sregym/{Stack}/join-token", Ends);
            await run.WaitForLineAsync("could not be run");

            var places = await SecretSearch.ReadAsync(run, Region, Stack, "provision cluster", Ends);

            Assert.Contains("127.0.0.1:1", places["output"], StringComparison.Ordinal);
            Assert.Contains("AWS::EC2::Instance", places["telemetry"], StringComparison.Ordinal);
            Assert.All(places.Where(place => place.Key != "reports"), place => Assert.NotEmpty(place.Value));
            Assert.Empty(SecretSearch.Find(secrets, places));
        }

        await using var destroy = Run.StartWith(access, "--target", "aws", "--region", Region, "--destroy");
        Assert.Equal(0, await destroy.WaitForExitAsync());
    }

    // A key of its own that fits its certificate, so that it gets as far as the connection.
    private (string Path, Dictionary<string, string> Secrets) CreateKubeconfig()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=admin", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var pem = key.ExportECPrivateKeyPem();
        var keyData = Convert.ToBase64String(Encoding.ASCII.GetBytes(pem));
        var authority = Convert.ToBase64String(Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()));
        var path = Path.Combine(_folder, "kubeconfig");
        File.WriteAllText(path, $$"""
            apiVersion: v1
            kind: Config
            current-context: default
            clusters: [{ name: default, cluster: { server: "https://127.0.0.1:1", certificate-authority-data: {{authority}} } }]
            users: [{ name: default, user: { client-certificate-data: {{authority}}, client-key-data: {{keyData}} } }]
            contexts: [{ name: default, context: { cluster: default, user: default } }]
            """);
        return (path, new Dictionary<string, string>
        {
            ["client key"] = pem.Split('\n')[1],
            ["client key, encoded"] = keyData[40..80],
            ["client certificate"] = authority[40..80],
        });
    }
}
