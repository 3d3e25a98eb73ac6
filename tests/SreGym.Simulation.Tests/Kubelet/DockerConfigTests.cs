using System.Text;
using System.Text.Json.Nodes;
using SreGym.Simulation.Kubelet.Images;

namespace SreGym.Simulation.Tests.Kubelet;

public sealed class DockerConfigTests
{
    private static readonly SecretCoordinates s_source = new("uid", "ns", "regcred");

    [Fact]
    public void Read_DockerConfigJson_HasUserAndPassword()
    {
        var auth = Convert.ToBase64String("tester:s3:cret"u8);

        var entry = Assert.Single(Read("kubernetes.io/dockerconfigjson", ".dockerconfigjson", "{\"auths\":{\"r:1\":{\"auth\":\"" + auth + "\"}}}"));

        Assert.Equal(("r:1", "tester", "s3:cret"), (entry.Registry, entry.Credentials.Username, entry.Credentials.Password));
    }

    [Fact]
    public void Read_LegacyDockercfg_HasUserAndPassword()
    {
        var entry = Assert.Single(Read("kubernetes.io/dockercfg", ".dockercfg", """{"r:1":{"username":"u","password":"p"}}"""));

        Assert.Equal(("u", "p"), (entry.Credentials.Username, entry.Credentials.Password));
    }

    [Fact]
    public void Read_OpaqueSecretWithTheRightKey_IsIgnored() =>
        Assert.Empty(Read("Opaque", ".dockerconfigjson", """{"auths":{"r:1":{"username":"u","password":"p"}}}"""));

    [Theory]
    [InlineData("""{"auths":{"r:1":{"auth":"!!!"}}}""", "illegal base64 data at input byte 0")]
    [InlineData(
        """{"auths":"r:1"}""",
        "json: cannot unmarshal string into Go struct field DockerConfigJSON.auths of type credentialprovider.DockerConfig")]
    [InlineData("nonsense", "invalid character 'n' looking for beginning of value")]
    public void Read_Malformed_SaysWhatGoSays(string config, string message)
    {
        var malformed = Assert.Throws<MalformedSecretException>(() => Read("kubernetes.io/dockerconfigjson", ".dockerconfigjson", config));

        Assert.Equal(message, malformed.Message);
    }

    [Fact]
    public void Credentials_Printed_HideThePassword() =>
        Assert.DoesNotContain("s3cret", new PullCredentials("tester", "s3cret", s_source).ToString(), StringComparison.Ordinal);

    private static IReadOnlyList<(string Registry, PullCredentials Credentials)> Read(string type, string key, string config) => DockerConfig.Read(
        new JsonObject { ["type"] = type, ["data"] = new JsonObject { [key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(config)) } }, s_source);
}
