using System.Diagnostics;
using System.Security.Cryptography;
using SreGym.Oci.Client;
using SreGym.Oci.Mirroring;
using SreGym.Oci.References;
using SreGym.TestingHost.Processes;
using SreGym.TestingHost.RealClusters;

namespace SreGym.Standalone.Tests.Images;

/// <summary>The Deployment with the rights of the second manifest, applied as README.md says, and gone with this object.</summary>
internal sealed class DeployedImage : IAsyncDisposable
{
    private const string Namespace = "sregym";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private readonly string _kubectl;
    private readonly string _kubeconfig;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("deployed-");
    private Process? _forward;

    private DeployedImage(string kubectl, string kubeconfig) => (_kubectl, _kubeconfig) = (kubectl, kubeconfig);

    /// <summary>Where the harness listens, from here.</summary>
    public Uri Address { get; private set; } = new("http://localhost");

    /// <summary>The harness token.</summary>
    public string Token { get; } = RandomNumberGenerator.GetHexString(64, lowercase: true);

    public static async Task<DeployedImage> StartAsync(PublishedImage image, RealClusterTurn turn, CancellationToken cancellationToken)
    {
        var kubectl = ToolProcess.Find("kubectl");
        Assert.SkipWhen(kubectl is null, "kubectl is not on the PATH.");
        var tag = $"t{Guid.NewGuid():N}";
        await CopyAsync(image, new Uri(turn.PublicMirrors["*"]), tag, cancellationToken);
        var deployed = new DeployedImage(kubectl!, turn.KubeconfigPath);
        try
        {
            await deployed.ApplyAsync($"docker.io/library/sregym:{tag}", cancellationToken);
            return deployed;
        }
        catch
        {
            await deployed.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _forward?.Kill();
        _forward?.Dispose();
        await TryAsync(CancellationToken.None, "delete", "clusterrolebinding", Namespace, "--ignore-not-found");
        await TryAsync(CancellationToken.None, "delete", "namespace", Namespace, "--ignore-not-found");
        _folder.Delete(recursive: true);
    }

    // To the registry that the cluster's nodes ask instead of docker.io.
    private static async Task CopyAsync(PublishedImage image, Uri registry, string tag, CancellationToken cancellationToken)
    {
        using var http = RegistryTransport.Create(new RegistryTls());
        using var mirror = new ImageMirror();
        var (reference, user, password) = image.Source;
        await mirror.CopyAsync(
            new ImageCopy
            {
                Source = new RegistryImageSource(
                    new RegistryClient(http, new RegistryEndpoint(new Uri($"http://{reference.Split('/')[0]}")), new RegistryCredentials(user, password)),
                    ImageReference.Parse(reference)),
                Target = new RegistryClient(http, new RegistryEndpoint(registry)),
                TargetImage = ImageReference.Parse($"{registry.Authority}/library/sregym:{tag}"),
            },
            null,
            cancellationToken);
    }

    private async Task ApplyAsync(string image, CancellationToken cancellationToken)
    {
        var token = Write("token", Token);
        var manifest = (await File.ReadAllTextAsync(DeploymentTests.Path, cancellationToken)).Replace("image: sregym:0.1.0", $"image: {image}", StringComparison.Ordinal);
        var rights = Path.Combine(Path.GetDirectoryName(DeploymentTests.Path)!, "in-cluster-target.yaml");
        await RunAsync(cancellationToken, "create", "namespace", Namespace);
        await RunAsync(cancellationToken, "create", "secret", "generic", "sregym-harness", "-n", Namespace, $"--from-file=token={token}");
        await RunAsync(cancellationToken, "apply", "-f", Write("deployment.yaml", manifest));
        await RunAsync(cancellationToken, "apply", "-f", rights);
        await RunAsync(cancellationToken, "rollout", "restart", "deployment/sregym", "-n", Namespace);
        await RunAsync(cancellationToken, "rollout", "status", "deployment/sregym", "-n", Namespace, "--timeout=150s");
        _forward = Process.Start(new ProcessStartInfo(
            _kubectl, ["--kubeconfig", _kubeconfig, "-n", Namespace, "port-forward", "--address", "127.0.0.1", "service/sregym", ":8080"])
        {
            RedirectStandardOutput = true,
        })!;
        // Forwarding from 127.0.0.1:43211 -> 8080
        var line = await _forward.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("kubectl port-forward has ended.");
        Address = new Uri($"http://{line.Split(' ')[2]}");
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private async Task RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var (exitCode, error) = await TryAsync(cancellationToken, arguments);
        Assert.True(exitCode == 0, $"kubectl {string.Join(' ', arguments)} ended with {exitCode}: {error}");
    }

    private async Task<(int ExitCode, string Error)> TryAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var (exitCode, output, error) = await ToolProcess.RunAsync(
            _kubectl, ["--kubeconfig", _kubeconfig, .. arguments], cancellationToken, s_patience);
        return (exitCode, output + error);
    }
}
