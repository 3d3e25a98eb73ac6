namespace SreGym.Oci.Tests.Clients;

/// <summary>oras, the client of Debian's package, against our registry.</summary>
public sealed class OrasTests(ClientRegistry registry) : IClassFixture<ClientRegistry>
{
    [Fact]
    public async Task PushAndPull_Artifact_IsTheSame()
    {
        var (from, to) = (registry.MakeFolder("oras-from"), registry.MakeFolder("oras-to"));
        await File.WriteAllTextAsync(Path.Combine(from, "data.txt"), "some data");

        await OrasAsync(from, "push", "--artifact-type", "application/vnd.example", $"{registry.Host}/oras/artifact:v1", "data.txt");
        await OrasAsync(to, "pull", $"{registry.Host}/oras/artifact:v1");

        Assert.Equal("some data", await File.ReadAllTextAsync(Path.Combine(to, "data.txt")));
    }

    [Fact]
    public async Task AttachAndDiscover_Referrers_AreFoundByType()
    {
        var folder = registry.MakeFolder("oras-attach");
        await File.WriteAllTextAsync(Path.Combine(folder, "data.txt"), "some data");
        await File.WriteAllTextAsync(Path.Combine(folder, "sbom.txt"), "an sbom");
        var subject = $"{registry.Host}/oras/subject:v1";
        await OrasAsync(folder, "push", subject, "data.txt");

        await OrasAsync(folder, "attach", "--artifact-type", "application/vnd.sbom", subject, "sbom.txt");
        await OrasAsync(folder, "attach", "--artifact-type", "application/vnd.signature", subject, "data.txt");
        var all = await OrasAsync(folder, "discover", "--format", "json", subject);
        var filtered = await OrasAsync(folder, "discover", "--format", "json", "--artifact-type", "application/vnd.sbom", subject);

        Assert.Contains("application/vnd.sbom", all, StringComparison.Ordinal);
        Assert.Contains("application/vnd.signature", all, StringComparison.Ordinal);
        Assert.Contains("application/vnd.sbom", filtered, StringComparison.Ordinal);
        Assert.DoesNotContain("application/vnd.signature", filtered, StringComparison.Ordinal);
        Assert.Equal("v1", await OrasAsync(folder, "repo", "tags", $"{registry.Host}/oras/subject"));
    }

    private Task<string> OrasAsync(string folder, params string[] arguments)
    {
        string[] plain = arguments[0] == "repo" ? [.. arguments[..2], "--plain-http", .. arguments[2..]] : [arguments[0], "--plain-http", .. arguments[1..]];
        return registry.RunAsync("oras", folder, plain);
    }
}
