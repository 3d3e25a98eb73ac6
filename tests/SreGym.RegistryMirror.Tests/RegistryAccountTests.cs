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
}
