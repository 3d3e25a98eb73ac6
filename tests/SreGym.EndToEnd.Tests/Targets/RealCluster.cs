using System.Diagnostics;

namespace SreGym.EndToEnd.Tests.Targets;

/// <summary>The real cluster of this test run, as <c>.ci/run</c> announces it.</summary>
internal static class RealCluster
{
    /// <summary>Administrator's kubeconfig of a cluster that tests may use.</summary>
    public const string KubeconfigVariable = "SREGYM_TEST_KUBECONFIG";

    /// <summary>Arguments that any run on it needs, separated by spaces: mirrors, images.</summary>
    public const string ArgumentsVariable = "SREGYM_TEST_ARGUMENTS";

    /// <summary>Kinds whose objects an episode must not leave behind.</summary>
    private const string Kinds = "all,secrets,configmaps,events,namespaces,persistentvolumes,persistentvolumeclaims,serviceaccounts,"
        + "roles,rolebindings,clusterroles,clusterrolebindings";

    /// <summary>Its kubeconfig; skips the test where there is none.</summary>
    public static string RequireKubeconfig()
    {
        var path = Environment.GetEnvironmentVariable(KubeconfigVariable);
        Assert.SkipWhen(string.IsNullOrEmpty(path), $"No real cluster: set {KubeconfigVariable} to a kubeconfig of one that tests may use.");
        return path!;
    }

    /// <summary>Arguments of a run on it.</summary>
    public static string[] Arguments(params string[] more) => ArgumentsBy(RequireKubeconfig(), more);

    /// <summary>Arguments of a run on it by another kubeconfig.</summary>
    public static string[] ArgumentsBy(string kubeconfig, params string[] more) =>
    [
        "--target", "kubeconfig",
        "--kubeconfig", kubeconfig,
        .. (Environment.GetEnvironmentVariable(ArgumentsVariable) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries),
        .. more,
    ];

    /// <summary>Kind, namespace and name of every object, without what the cluster itself keeps adding.</summary>
    public static async Task<IReadOnlyList<string>> ListObjectsAsync(string kubeconfig, CancellationToken cancellationToken)
    {
        var output = await KubectlAsync(
            kubeconfig,
            ["get", Kinds, "-A", "-o", "custom-columns=KIND:.kind,NAMESPACE:.metadata.namespace,NAME:.metadata.name", "--no-headers"],
            cancellationToken);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            // Nodes report about themselves whenever they like.
            .Where(line => !line.StartsWith("Event", StringComparison.Ordinal) || !line.Contains("default", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>What kubectl prints; skips the test where it is not installed.</summary>
    public static async Task<string> KubectlAsync(string kubeconfig, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("kubectl", ["--kubeconfig", kubeconfig, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("kubectl is not installed.");
            throw;
        }

        using (process)
        {
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            Assert.True(process.ExitCode == 0, await error);
            return output;
        }
    }
}
