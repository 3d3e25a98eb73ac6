using SreGym.Oci.References;

namespace SreGym.Oci.Tests.References;

public sealed class ImageReferenceTests
{
    private const string Hash = "sha256:6c3c624b58dbbcd3c0dd82b4c53f04194d1247c6eebdaab7c610cf7d66709b3b";

    [Theory]
    [InlineData("memcached", "docker.io/library/memcached:latest")]
    [InlineData("mongo:4.4.6", "docker.io/library/mongo:4.4.6")]
    [InlineData("hashicorp/consul", "docker.io/hashicorp/consul:latest")]
    [InlineData("docker.io/memcached", "docker.io/library/memcached:latest")]
    [InlineData("index.docker.io/memcached", "docker.io/library/memcached:latest")]
    [InlineData("registry-1.docker.io/library/memcached", "docker.io/library/memcached:latest")]
    [InlineData("localhost/app", "localhost/app:latest")]
    [InlineData("localhost:30500/hotel-reservation/geo:v1", "localhost:30500/hotel-reservation/geo:v1")]
    [InlineData("127.0.0.1:5000/app", "127.0.0.1:5000/app:latest")]
    [InlineData("[::1]:5000/app", "[::1]:5000/app:latest")]
    [InlineData("ghcr.io/sregym/hotel-reservation:latest", "ghcr.io/sregym/hotel-reservation:latest")]
    [InlineData("Registry/app", "Registry/app:latest")]
    [InlineData("team/app", "docker.io/team/app:latest")]
    [InlineData("a/b/c/d", "docker.io/a/b/c/d:latest")]
    [InlineData("my__app", "docker.io/library/my__app:latest")]
    [InlineData("my---app", "docker.io/library/my---app:latest")]
    [InlineData("app@" + Hash, "docker.io/library/app@" + Hash)]
    [InlineData("app:v1@" + Hash, "docker.io/library/app:v1@" + Hash)]
    [InlineData("app:5000", "docker.io/library/app:5000")]
    public void Parse_Reference_NormalisesAsDockerDoes(string text, string expected)
    {
        var reference = ImageReference.Parse(text);

        Assert.Equal(expected, reference.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" app")]
    [InlineData("app ")]
    [InlineData("app\n")]
    [InlineData("App")]
    [InlineData("localhost:5000/App")]
    [InlineData("app:")]
    [InlineData("app:-v1")]
    [InlineData("app@sha256:abc")]
    [InlineData("app@md5:d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("../etc/passwd")]
    [InlineData("ghcr.io/../x")]
    [InlineData("ghcr.io/a//b")]
    [InlineData("ghcr.io/a..b")]
    [InlineData("ghcr.io/a___b")]
    [InlineData("http://ghcr.io/app")]
    [InlineData("ghcr.io/")]
    [InlineData("-ghcr.io/app")]
    [InlineData("app:tag:tag")]
    [InlineData("6c3c624b58dbbcd3c0dd82b4c53f04194d1247c6eebdaab7c610cf7d66709b3b")]
    public void TryParse_MalformedReference_SaysWhy(string text)
    {
        var isParsed = ImageReference.TryParse(text, out var reference, out var error);

        Assert.False(isParsed);
        Assert.Null(reference);
        Assert.Contains("invalid re", error, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_UpperCaseRepository_SaysItMustBeLowerCase()
    {
        _ = ImageReference.TryParse("ghcr.io/Team/App", out _, out var error);

        Assert.Equal("invalid reference format: repository name (ghcr.io/Team/App) must be lowercase", error);
    }

    [Fact]
    public void TryParse_NameOfMoreThan255Characters_IsRefused()
    {
        _ = ImageReference.TryParse("ghcr.io/" + new string('a', 250), out _, out var error);

        Assert.Equal("repository name must not be more than 255 characters", error);
    }

    [Theory]
    [InlineData("memcached", "registry-1.docker.io", false)]
    [InlineData("ghcr.io/app/x", "ghcr.io", false)]
    [InlineData("localhost:30500/app", "localhost:30500", true)]
    [InlineData("127.0.0.1:30500/app", "127.0.0.1:30500", true)]
    [InlineData("[::1]:30500/app", "[::1]:30500", true)]
    [InlineData("localhost.example.com/app", "localhost.example.com", false)]
    public void WireHost_Registry_IsTheHostThatIsAsked(string text, string wireHost, bool isLoopback)
    {
        var reference = ImageReference.Parse(text);

        Assert.Equal(wireHost, reference.WireHost);
        Assert.Equal(isLoopback, reference.IsLoopback);
    }

    [Fact]
    public void ManifestReference_TagAndDigest_PrefersTheDigest()
    {
        var reference = ImageReference.Parse("app:v1@" + Hash);

        Assert.Equal(Hash, reference.ManifestReference);
        Assert.Equal("v1", reference.Tag);
        Assert.Equal("docker.io/library/app@" + Hash, reference.WithDigest(reference.Digest!).ToString());
    }
}
