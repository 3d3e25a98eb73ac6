using System.Text;
using System.Text.Json;
using SreGym.Oci.Client;
using SreGym.Oci.Content;
using SreGym.Oci.Hosting;
using SreGym.Oci.References;
using SreGym.TestingHost.Registries;

namespace SreGym.Oci.Tests.Registry;

/// <summary>An open registry on a loopback port and raw HTTP to it.</summary>
public class RegistryFixture : IAsyncLifetime
{
    public const string Host = "open.cluster-a";

    private RegistryServer? _server;

    public RegistryServer Server => _server!;

    public HttpMessageInvoker Http { get; } = RegistryTransport.Create();

    public async ValueTask InitializeAsync() => _server = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Http.Dispose();
        await Server.DisposeAsync();
        await StopAsync();
    }

    protected virtual async Task<RegistryServer> StartAsync()
    {
        var server = await RegistryServer.StartAsync();
        server.Hosts.Start(new RegistryInstance
        {
            ClusterId = "cluster-a",
            Namespace = RegistryHosts.RegistryNamespace,
            Instance = Host,
            Volume = "data",
            RequiresAuthentication = false,
        });
        return server;
    }

    protected virtual ValueTask StopAsync() => ValueTask.CompletedTask;

    public RegistryClient Client(string host = Host, RegistryCredentials? credentials = null) =>
        new(Http, new RegistryEndpoint(Server.Address, host), credentials);

    public Task<HttpResponseMessage> SendAsync(
        string method, string path, HttpContent? content = null, Action<HttpRequestMessage>? change = null, string host = Host)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Server.Address, path)) { Content = content };
        request.Headers.Host = host;
        change?.Invoke(request);
        return Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<Digest> PushBlobAsync(string repository, byte[] content)
    {
        var digest = Digest.Compute(content);
        using var response = await SendAsync("POST", $"/v2/{repository}/blobs/uploads/?digest={digest}", new ByteArrayContent(content));
        Assert.Equal(201, (int)response.StatusCode);
        return digest;
    }

    public async Task<ManifestContent> PushImageAsync(string repository, string tag, string layer = "layer", Digest? subject = null, string? type = null)
    {
        var config = await PushBlobAsync(repository, "{}"u8.ToArray());
        var blob = await PushBlobAsync(repository, Encoding.UTF8.GetBytes(layer));
        var content = Manifest(config, 2, blob, layer.Length, subject, type);
        using var response = await PutManifestAsync(repository, tag, content);
        Assert.Equal(201, (int)response.StatusCode);
        return content;
    }

    public Task<HttpResponseMessage> PutManifestAsync(string repository, string reference, ManifestContent content) =>
        SendAsync("PUT", $"/v2/{repository}/manifests/{reference}", Body(content.Bytes.ToArray(), content.MediaType));

    public static ByteArrayContent Body(byte[] bytes, string mediaType)
    {
        var body = new ByteArrayContent(bytes);
        body.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        return body;
    }

    public static ManifestContent Manifest(Digest config, long configSize, Digest layer, long layerSize, Digest? subject = null, string? type = null)
    {
        var json = new Dictionary<string, object>
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = MediaTypes.OciManifest,
            ["config"] = new { mediaType = MediaTypes.OciConfig, digest = config.ToString(), size = configSize },
            ["layers"] = new[] { new { mediaType = MediaTypes.OciLayerGzip, digest = layer.ToString(), size = layerSize } },
        };
        if (type is not null)
        {
            json["artifactType"] = type;
        }

        if (subject is not null)
        {
            json["subject"] = new { mediaType = MediaTypes.OciManifest, digest = subject.ToString(), size = 7 };
        }

        return new ManifestContent(MediaTypes.OciManifest, JsonSerializer.SerializeToUtf8Bytes(json));
    }

    public static async Task<string> ErrorCodeAsync(HttpResponseMessage response)
    {
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return body.RootElement.GetProperty("errors")[0].GetProperty("code").GetString()!;
    }
}
