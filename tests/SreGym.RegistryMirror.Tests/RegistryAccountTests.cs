using System.Text;
using System.Text.Json;
using SreGym.Oci.Registry;
using SreGym.RegistryMirror.Provisioning;

namespace SreGym.RegistryMirror.Tests;

public sealed class RegistryAccountTests
{
    [Fact]
    public void FromSeed_SameSeed_GivesTheSameAccountAndHtpasswd()
    {
        var (first, second) = (RegistryAccount.FromSeed(42), RegistryAccount.FromSeed(42));

        Assert.Equal(first, second);
    }

    [Fact]
    public void FromSeed_OtherSeed_GivesAnotherPassword()
    {
        Assert.NotEqual(RegistryAccount.FromSeed(1).Password.Reveal(), RegistryAccount.FromSeed(2).Password.Reveal());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void FromSeed_ItsHtpasswd_LetsItInAndNobodyElse(long seed)
    {
        var account = RegistryAccount.FromSeed(seed);

        var users = HtpasswdFile.Parse(account.Htpasswd.Reveal());

        Assert.True(users.Accepts(account.Username, account.Password.Reveal()));
        Assert.False(users.Accepts(account.Username, account.Password.Reveal() + "x"));
        Assert.Equal(24, account.Password.Reveal().Length);
        Assert.DoesNotContain(account.Password.Reveal(), account.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void WithToken_LooksAsAnEcrTokenAndIsLetIn(long seed)
    {
        var expiration = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        var account = RegistryAccount.WithToken(seed, expiration);
        var token = account.Password.Reveal();

        using var content = JsonDocument.Parse(Convert.FromBase64String(token));
        var users = HtpasswdFile.Parse(account.Htpasswd.Reveal());

        Assert.Equal("AWS", account.Username);
        Assert.Equal(
            ["payload", "datakey", "version", "type", "expiration"], content.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(expiration, RegistryToken.FindExpiration(Encoding.UTF8.GetBytes(token)));
        Assert.True(users.Accepts("AWS", token));
        Assert.False(users.Accepts("AWS", RegistryAccount.WithToken(seed + 1, expiration).Password.Reveal()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64")]
    [InlineData("bm8ganNvbg==")]
    [InlineData("W10=")]
    [InlineData("eyJleHBpcmF0aW9uIjoieCJ9")]
    public void FindExpiration_OfAnythingElse_IsNone(string text) =>
        Assert.Null(RegistryToken.FindExpiration(Encoding.UTF8.GetBytes(text)));
}
