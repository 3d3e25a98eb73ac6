using System.Security.Cryptography;
using System.Text;

namespace SreGym.TestingHost.RealClusters;

/// <summary>
/// The real cluster of this test run, as the environment announces it, for one test at a time: test projects run side by side, and episodes
/// use the same namespaces.
/// </summary>
public sealed class RealClusterTurn : IDisposable
{
    /// <summary>Environment variable: path of an administrator's kubeconfig of a cluster that tests may use.</summary>
    public const string KubeconfigVariable = "SREGYM_TEST_KUBECONFIG";

    /// <summary>Environment variable: arguments that any run on it needs, separated by spaces: <c>--public-mirror</c>, <c>--image</c>.</summary>
    public const string ArgumentsVariable = "SREGYM_TEST_ARGUMENTS";

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    private readonly FileStream _turn;

    private RealClusterTurn(FileStream turn, string path)
    {
        _turn = turn;
        KubeconfigPath = path;
        var arguments = (Environment.GetEnvironmentVariable(ArgumentsVariable) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        PublicMirrors = Read(arguments, "--public-mirror");
        Images = Read(arguments, "--image");
    }

    /// <summary>Why a test is skipped where there is no such cluster.</summary>
    public static string Missing => $"No real cluster: set {KubeconfigVariable} to a kubeconfig of one that tests may use (docs/targets.md).";

    /// <summary>True where there is one.</summary>
    public static bool IsThere => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(KubeconfigVariable));

    /// <summary>Path of its kubeconfig.</summary>
    public string KubeconfigPath { get; }

    /// <summary>Where each registry's public images are read from; <c>*</c> for every registry.</summary>
    public IReadOnlyDictionary<string, string> PublicMirrors { get; }

    /// <summary>Images used instead of others.</summary>
    public IReadOnlyDictionary<string, string> Images { get; }

    /// <summary>Waits until no other test, of whatever process, uses the cluster.</summary>
    public static async Task<RealClusterTurn> TakeAsync(CancellationToken cancellationToken)
    {
        var kubeconfig = Environment.GetEnvironmentVariable(KubeconfigVariable) ?? throw new InvalidOperationException(Missing);
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(kubeconfig))).AsSpan(0, 4));
        var path = Path.Combine(Path.GetTempPath(), $"sregym-real-cluster-{name}.turn");
        using var timer = new PeriodicTimer(s_pause);
        while (true)
        {
            try
            {
                // The lock of a process that is gone is gone too.
                return new RealClusterTurn(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), kubeconfig);
            }
            catch (IOException)
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    private static Dictionary<string, string> Read(string[] arguments, string option) => arguments.Zip(arguments.Skip(1))
        .Where(pair => pair.First == option)
        .Select(pair => pair.Second.Split('=', 2))
        .ToDictionary(entry => entry[0], entry => entry[1], StringComparer.Ordinal);
}
