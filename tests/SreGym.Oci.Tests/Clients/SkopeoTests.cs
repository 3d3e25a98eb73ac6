using System.Text.Json;
using SreGym.Oci.Hosting;
using SreGym.Oci.References;
using SreGym.Oci.Registry;
using SreGym.TestingHost.Processes;
using SreGym.TestingHost.Registries;

namespace SreGym.Oci.Tests.Clients;

/// <summary>skopeo, the client of Debian's package, against the catalogue and an authenticated registry.</summary>
public sealed class SkopeoTests : IAsyncLifetime
{
    private const string Credentials = "ops:right";

    private readonly string _folder = Directory.CreateTempSubdirectory("skopeo-").FullName;
    private RegistryServer? _server;

    private string Catalogue => $"docker://127.0.0.1:{_server!.Address.Port}";

    private string Private => $"docker://localhost:{_server!.Address.Port}";

    public async ValueTask InitializeAsync()
    {
        _server = await RegistryServer.StartAsync();
        _server.Hosts.Start(new RegistryInstance
        {
            ClusterId = "cluster-d",
            Namespace = RegistryHosts.RegistryNamespace,
            Instance = $"localhost:{_server.Address.Port}",
            Volume = "data",
            RequiresAuthentication = true,
            Htpasswd = HtpasswdFile.FormatLine("ops", "right", "$2b$10$abcdefghijklmnopqrstuu"),
        });
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return _server!.DisposeAsync();
    }

    [Fact]
    public async Task Copy_FromTheCatalogueIntoThePrivateRegistryAndBack_KeepsTheDigest()
    {
        await SkopeoAsync("copy", "--all", "--src-tls-verify=false", "--dest-tls-verify=false", "--dest-creds", Credentials,
            $"{Catalogue}/ghcr.io/sregym/hotel-reservation:latest", $"{Private}/hotel-reservation/geo:v1");
        await SkopeoAsync("copy", "--all", "--src-tls-verify=false", "--src-creds", Credentials, $"{Private}/hotel-reservation/geo:v1", $"oci:{_folder}:v1");

        var source = await DigestAsync($"{Catalogue}/ghcr.io/sregym/hotel-reservation:latest");
        var target = await DigestAsync($"{Private}/hotel-reservation/geo:v1", "--creds", Credentials);
        var pulled = await SkopeoAsync("inspect", "--raw", $"oci:{_folder}:v1");
        Assert.Equal(source, target);
        Assert.Equal(target, Digest.Compute(System.Text.Encoding.UTF8.GetBytes(pulled)).ToString());
    }

    [Fact]
    public async Task Inspect_CatalogueImage_ShowsLabelsLayersAndTags()
    {
        using var image = JsonDocument.Parse(await SkopeoAsync("inspect", "--tls-verify=false", $"{Catalogue}/library/mongo:4.4.6"));

        Assert.Equal("mongo", image.RootElement.GetProperty("Labels").GetProperty("org.opencontainers.image.title").GetString());
        Assert.Equal(2, image.RootElement.GetProperty("Layers").GetArrayLength());
        Assert.Equal(["4.4.6"], image.RootElement.GetProperty("RepoTags").EnumerateArray().Select(tag => tag.GetString()));
    }

    [Fact]
    public async Task Delete_PushedImage_IsGone()
    {
        await SkopeoAsync("copy", "--src-tls-verify=false", "--dest-tls-verify=false", "--dest-creds", Credentials,
            $"{Catalogue}/library/busybox:1.36", $"{Private}/tools/busybox:1.36");

        await SkopeoAsync("delete", "--tls-verify=false", "--creds", Credentials, $"{Private}/tools/busybox:1.36");

        var (exitCode, _, error) = await RunAsync("inspect", "--tls-verify=false", "--creds", Credentials, $"{Private}/tools/busybox:1.36");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("manifest unknown", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("ops:wrong")]
    public async Task Inspect_WithoutAcceptedCredentials_IsRefused(string? credentials)
    {
        string[] arguments = ["inspect", "--tls-verify=false", .. credentials is null ? [] : new[] { "--creds", credentials }, $"{Private}/x/y:v1"];

        var (exitCode, _, error) = await RunAsync(arguments);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("unauthorized", error, StringComparison.Ordinal);
    }

    private static async Task<string> DigestAsync(string image, params string[] options)
    {
        var raw = await SkopeoAsync(["inspect", "--raw", "--tls-verify=false", .. options, image]);
        return Digest.Compute(System.Text.Encoding.UTF8.GetBytes(raw)).ToString();
    }

    private static async Task<string> SkopeoAsync(params string[] arguments)
    {
        var (exitCode, output, error) = await RunAsync(arguments);
        Assert.True(exitCode == 0, $"skopeo {arguments[0]} ended with {exitCode}: {error}");
        return output;
    }

    private static Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var skopeo = ToolProcess.Find("skopeo");
        Assert.SkipWhen(skopeo is null, "skopeo is not installed: apt-get install skopeo.");
        return ToolProcess.RunAsync(skopeo, ["--insecure-policy", .. arguments], TestContext.Current.CancellationToken);
    }
}
