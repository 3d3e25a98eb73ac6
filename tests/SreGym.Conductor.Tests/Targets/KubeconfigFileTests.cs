using SreGym.Contracts;
using SreGym.Recovery.Clusters;

namespace SreGym.Conductor.Tests.Targets;

public sealed class KubeconfigFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubeconfig-");

    [Fact]
    public void Extract_Context_HoldsThatContextAndNothingElse()
    {
        var text = KubeconfigFile.Extract(Write(), "two");

        Assert.Contains("https://two.example:6443", text, StringComparison.Ordinal);
        Assert.Contains("token-of-two", text, StringComparison.Ordinal);
        Assert.DoesNotContain("one", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Extract_NoContext_TakesTheCurrentOne()
    {
        Assert.Contains("https://one.example:6443", KubeconfigFile.Extract(Write(), null), StringComparison.Ordinal);
    }

    [Fact]
    public void Extract_CertificateFiles_ArePutInside()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "ca.pem"), "certificate");

        var text = KubeconfigFile.Extract(Write(), "one");

        Assert.Contains(Convert.ToBase64String("certificate"u8), text, StringComparison.Ordinal);
        Assert.DoesNotContain("ca.pem", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Extract_UnknownContext_NamesTheKnownOnes()
    {
        var refused = Assert.Throws<SreGymException>(() => KubeconfigFile.Extract(Write(), "three"));

        Assert.Contains("'three'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("one, two", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Extract_NoFile_SaysWhichAndWhatToDo()
    {
        var refused = Assert.Throws<SreGymException>(() => KubeconfigFile.Extract("/nowhere/config", null));

        Assert.Contains("/nowhere/config", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--kubeconfig", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Extract_TwoFiles_FindsTheContextInEither()
    {
        var empty = Path.Combine(_folder.FullName, "empty");
        File.WriteAllText(empty, "apiVersion: v1\nkind: Config\n");

        Assert.Contains("two.example", KubeconfigFile.Extract($"{empty}{Path.PathSeparator}{Write()}", "two"), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Write()
    {
        var path = Path.Combine(_folder.FullName, "config");
        var authority = Path.Combine(_folder.FullName, "ca.pem");
        if (!File.Exists(authority))
        {
            File.WriteAllText(authority, "");
        }

        File.WriteAllText(path, """
            apiVersion: v1
            kind: Config
            current-context: one
            clusters:
            - name: c1
              cluster: {server: "https://one.example:6443", certificate-authority: ca.pem}
            - name: c2
              cluster: {server: "https://two.example:6443"}
            users:
            - name: u1
              user: {token: token-of-one}
            - name: u2
              user: {token: token-of-two}
            contexts:
            - name: one
              context: {cluster: c1, user: u1}
            - name: two
              context: {cluster: c2, user: u2}
            """);
        return path;
    }
}
