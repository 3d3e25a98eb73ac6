using System.Formats.Tar;
using System.IO.Compression;
using SreGym.Oci.Catalogue;
using SreGym.Oci.Client;
using SreGym.Oci.Content;
using SreGym.Oci.References;
using SreGym.TestingHost.Registries;

namespace SreGym.Oci.Tests.Catalogue;

public sealed class PublicCatalogueTests : IAsyncLifetime
{
    private readonly HttpMessageInvoker _http = RegistryTransport.Create();
    private RegistryServer? _server;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Images => new(PublicCatalogue.Images.Select(image => (image.ToString(), image.WireHost)));

    public async ValueTask InitializeAsync() => _server = await RegistryServer.StartAsync();

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _server!.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Images))]
    public async Task Image_PulledFromItsPublicHost_IsCompleteAndVerified(string text, string host)
    {
        var reference = ImageReference.Parse(text);
        var client = Client(host);
        var index = await client.GetManifestAsync(reference.Repository, reference.Tag!, Cancelled);

        foreach (var entry in index.ReadIndex().Manifests)
        {
            var manifest = (await client.GetManifestAsync(reference.Repository, entry.Digest, Cancelled)).ReadManifest();
            var config = ManifestContent.ReadConfig(await ReadAsync(client, reference, manifest.Config));

            Assert.Equal(entry.Platform!.Architecture, config.Architecture);
            Assert.NotEmpty(config.Config!.Labels!["org.opencontainers.image.title"]);
            for (var layer = 0; layer < manifest.Layers.Count; layer++)
            {
                var tar = Unzip(await ReadAsync(client, reference, manifest.Layers[layer]));
                Assert.Equal(config.Rootfs!.DiffIds[layer], Digest.Compute(tar).ToString());
                Assert.NotNull(new TarReader(new MemoryStream(tar)).GetNextEntry());
            }
        }
    }

    // The digests are part of what an episode shows: they may change on purpose only.
    [Theory]
    [InlineData("registry.k8s.io/pause:3.10", "sha256:c568b9bef4daaccac9bb4ab3fca3f1fce22400ca3838f6a655f0b85b2797c51b")]
    [InlineData("ghcr.io/sregym/hotel-reservation:latest", "sha256:046c051cf5c62f567b4e2c38ecf10a2311fd1f98bf369c5b0f6ff09163e30779")]
    public async Task Image_BuiltAnywhere_HasTheSameDigest(string text, string digest)
    {
        var reference = ImageReference.Parse(text);

        var head = await Client(reference.WireHost).FindManifestAsync(reference.Repository, reference.Tag!, Cancelled);

        Assert.Equal(digest, head!.Digest!.ToString());
    }

    [Theory]
    [InlineData("docker.io", "library/mongo", true)]
    [InlineData("registry-1.docker.io:443", "library/mongo", true)]
    [InlineData("127.0.0.1", "docker.io/library/mongo", true)]
    [InlineData("localhost:5000", "library/mongo", true)]
    [InlineData("quay.io", "library/mongo", false)]
    public async Task Host_OfTheCatalogue_ServesItsImages(string host, string repository, bool isServed)
    {
        var head = await Client(host).FindManifestAsync(repository, "4.4.6", Cancelled);

        Assert.Equal(isServed, head is not null);
    }

    [Fact]
    public async Task Catalogue_Push_IsDenied()
    {
        var error = await Assert.ThrowsAsync<RegistryRequestException>(
            () => Client("docker.io").StartUploadAsync("library/mongo", Digest.Compute([]), null, Cancelled));

        Assert.Equal(403, (int)error.Status!);
        Assert.Equal("DENIED", Assert.Single(error.Failure.Errors).Code);
    }

    private RegistryClient Client(string host) => new(_http, new RegistryEndpoint(_server!.Address, host));

    private static async Task<byte[]> ReadAsync(RegistryClient client, ImageReference reference, Descriptor blob)
    {
        await using var stream = await client.OpenBlobAsync(reference.Repository, Digest.Parse(blob.Digest), blob.Size, Cancelled);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Cancelled);
        return copy.ToArray();
    }

    private static byte[] Unzip(byte[] gzip)
    {
        using var stream = new GZipStream(new MemoryStream(gzip), CompressionMode.Decompress);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
