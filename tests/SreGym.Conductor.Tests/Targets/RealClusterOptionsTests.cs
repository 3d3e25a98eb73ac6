using SreGym.Conductor.Targets;
using SreGym.Conductor.Targets.Kind;
using SreGym.Conductor.Targets.Real;
using SreGym.Contracts;

namespace SreGym.Conductor.Tests.Targets;

public sealed class RealClusterOptionsTests
{
    [Fact]
    public void Read_Lists_AreSplitAtTheirFirstEqualsSign()
    {
        var options = RealClusterOptions.Read(new Dictionary<string, string>
        {
            ["images"] = "memcached=memcached:1.6, mongo:4.4.6=mirror.example/mongo@sha256:ab",
            ["public-mirrors"] = "docker.io=http://10.0.0.1:5000",
        });

        Assert.Equal("memcached:1.6", options.Images["memcached"]);
        Assert.Equal("mirror.example/mongo@sha256:ab", options.Images["mongo:4.4.6"]);
        Assert.Equal("http://10.0.0.1:5000", options.PublicMirrors["docker.io"]);
    }

    [Theory]
    [InlineData("registry-exposure", "loadbalancer", "nodeport")]
    [InlineData("cpu-request", "many", "50m")]
    [InlineData("adopt-namespaces", "yes", "true or false")]
    [InlineData("block-public", "docker.io", "true or false")]
    [InlineData("images", "memcached", "from=to")]
    [InlineData("public-mirrors", "docker.io=10.0.0.1", "http://")]
    public void Read_WrongValue_NamesOptionValueAndWhatIsAllowed(string option, string value, string allowed)
    {
        var refused = Assert.Throws<SreGymException>(() => RealClusterOptions.Read(new Dictionary<string, string> { [option] = value }));

        Assert.Contains(option, refused.Message, StringComparison.Ordinal);
        Assert.Contains(value, refused.Message, StringComparison.Ordinal);
        Assert.Contains(allowed, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v1.20.2", true, false)]
    [InlineData("v1.27.16-eks-2ce9b6d", true, false)]
    [InlineData("v1.28.0", true, true)]
    [InlineData("v1.36.1+k3s1", true, true)]
    [InlineData("v1.19.16", false, false)]
    public void Version_OfAServer_DecidesSupportAndTheWarning(string text, bool supported, bool warns)
    {
        var version = KubernetesVersion.Find(text)!;

        Assert.Equal((supported, warns), (version.IsSupported, version.WarnsOfMissingPullSecret));
    }

    [Fact]
    public void KubeconfigTarget_WithoutAName_NeverTakesTheCurrentContext()
    {
        var refused = Assert.Throws<SreGymException>(() => new KubeconfigTarget(TimeProvider.System).Validate(new Dictionary<string, string>()));

        Assert.Contains("--context", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void KindConfiguration_Workers_AreListedAfterTheControlPlane(int workers)
    {
        var lines = KindConfiguration.Write(workers).Split('\n');

        Assert.Equal(workers, lines.Count(line => line == "- role: worker"));
        Assert.Single(lines, line => line == "- role: control-plane");
    }
}
