using System.Text;
using System.Text.Json.Nodes;
using SreGym.Problems.Checks;

namespace SreGym.Problems.Tests.Checks;

public sealed class DockerConfigurationTests
{
    private const string Host = "localhost:30500";

    [Theory]
    [InlineData("""{"auths":{"localhost:30500":{"username":"u","password":"p"}}}""")]
    [InlineData("""{"auths":{"localhost:30500":{"auth":"dTpw"}}}""")]
    [InlineData("""{"auths":{"http://localhost:30500/v1/":{"auth":"dTpw","username":"other","password":"other"}}}""")]
    [InlineData("""{"auths":{"ghcr.io":{"auth":"eDp5"},"localhost:30500":{"auth":"dTpw"}}}""")]
    public void Read_LoginForTheHost_IsFound(string configuration)
    {
        var (login, _) = DockerConfiguration.Read(Secret(DockerConfiguration.Type, Encode(configuration)), Host);

        Assert.Equal(("u", "p"), (login!.Username, login.Password));
    }

    [Theory]
    [InlineData("Opaque", "e30=", "its type is Opaque")]
    [InlineData(DockerConfiguration.Type, "%%%", "not base64 of JSON")]
    [InlineData(DockerConfiguration.Type, "bm90IGpzb24=", "not base64 of JSON")]
    [InlineData(DockerConfiguration.Type, "e30=", "no entry for localhost:30500")]
    [InlineData(DockerConfiguration.Type, "", "not base64 of JSON")]
    public void Read_UnusableSecret_SaysWhy(string type, string value, string problem)
    {
        var (login, found) = DockerConfiguration.Read(Secret(type, value), Host);

        Assert.Null(login);
        Assert.Contains(problem, found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"auths":{"localhost:30501":{"auth":"dTpw"}}}""")]
    [InlineData("""{"auths":{"localhost":{"auth":"dTpw"}}}""")]
    [InlineData("""{"auths":{"localhost:30500":{"auth":"%%%"}}}""")]
    [InlineData("""{"auths":{"localhost:30500":{"auth":"bm9jb2xvbg=="}}}""")]
    [InlineData("""{"auths":{"localhost:30500":"dTpw"}}""")]
    [InlineData("""[]""")]
    public void Read_NoLoginForTheHost_FindsNone(string configuration) =>
        Assert.Null(DockerConfiguration.Read(Secret(DockerConfiguration.Type, Encode(configuration)), Host).Login);

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static JsonObject Secret(string type, string value) => new()
    {
        ["type"] = type,
        ["data"] = new JsonObject { [".dockerconfigjson"] = value },
    };
}
