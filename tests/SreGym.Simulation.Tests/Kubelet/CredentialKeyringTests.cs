using SreGym.Simulation.Kubelet.Images;

namespace SreGym.Simulation.Tests.Kubelet;

public sealed class CredentialKeyringTests
{
    [Theory]
    [InlineData("localhost:30500", "localhost:30500/hotel-reservation/geo", true)]
    [InlineData("http://localhost:30500", "localhost:30500/hotel-reservation/geo", true)]
    [InlineData("https://localhost:30500/v2/", "localhost:30500/hotel-reservation/geo", true)]
    [InlineData("localhost:30501", "localhost:30500/hotel-reservation/geo", false)]
    [InlineData("localhost", "localhost:30500/hotel-reservation/geo", false)]
    [InlineData("127.0.0.1:30500", "localhost:30500/hotel-reservation/geo", false)]
    [InlineData("*.example.com", "registry.example.com/app", true)]
    [InlineData("*.example.com", "a.registry.example.com/app", false)]
    [InlineData("registry.example.com/team", "registry.example.com/team/app", true)]
    [InlineData("registry.example.com/team", "registry.example.com/other/app", false)]
    [InlineData("https://index.docker.io/v1/", "docker.io/library/nginx", true)]
    [InlineData("https://index.docker.io/v1/", "ghcr.io/sregym/app", false)]
    public void Lookup_Entry_MatchesAsTheKubeletDoes(string registry, string repository, bool expected)
    {
        var keyring = new CredentialKeyring();
        keyring.Add([(registry, new PullCredentials("user", "password", null))]);

        Assert.Equal(expected, keyring.Lookup(repository).Count > 0);
    }

    [Fact]
    public void Lookup_SeveralMatches_MostSpecificPathFirst()
    {
        var keyring = new CredentialKeyring();
        keyring.Add(
        [
            ("quay.io", new PullCredentials("host", "", null)),
            ("quay.io/team", new PullCredentials("team", "", null)),
            ("quay.io", new PullCredentials("second", "", null)),
        ]);

        Assert.Equal(["team", "host", "second"], keyring.Lookup("quay.io/team/app").Select(found => found.Username));
    }
}
