using SreGym.Oci.Client;

namespace SreGym.Oci.Tests.Client;

public sealed class AuthenticationChallengeTests
{
    [Fact]
    public void Parse_BearerChallenge_ReadsQuotedParametersWithCommas()
    {
        var challenge = AuthenticationChallenge.Parse(
            """Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:library/x:pull,push" """);

        Assert.True(challenge!.IsBearer);
        Assert.Equal("https://auth.docker.io/token", challenge.Find("realm"));
        Assert.Equal("registry.docker.io", challenge.Find("service"));
        Assert.Equal("repository:library/x:pull,push", challenge.Find("scope"));
    }

    [Theory]
    [InlineData("Basic realm=\"Registry Realm\"", "Registry Realm")]
    [InlineData("basic realm=plain", "plain")]
    [InlineData("Basic realm=\"a \\\"b\\\"\"", "a \"b\"")]
    [InlineData("Basic", null)]
    public void Parse_BasicChallenge_ReadsTheRealm(string header, string? realm)
    {
        var challenge = AuthenticationChallenge.Parse(header);

        Assert.True(challenge!.IsBasic);
        Assert.Equal(realm, challenge.Find("realm"));
    }

    [Fact]
    public void Parse_EmptyHeader_IsNoChallenge() => Assert.Null(AuthenticationChallenge.Parse("  "));
}
