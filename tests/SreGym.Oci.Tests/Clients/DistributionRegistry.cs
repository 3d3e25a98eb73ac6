using System.Diagnostics;
using System.Text.RegularExpressions;
using SreGym.Oci.Client;

namespace SreGym.Oci.Tests.Clients;

/// <summary>Debian's <c>docker-registry</c> in a process of its own, open to everybody, in a folder of its own.</summary>
public sealed partial class DistributionRegistry : IAsyncDisposable
{
    private readonly HttpMessageInvoker _http = RegistryTransport.Create();
    private readonly string _folder;
    private readonly Process _process;
    private readonly Task _log;

    private DistributionRegistry(string folder, Process process, int port)
    {
        (_folder, _process, Port) = (folder, process, port);
        // Its log is read to the end: a full pipe would stop it.
        _log = process.StandardError.ReadToEndAsync();
    }

    public int Port { get; }

    public string Host => $"localhost:{Port}";

    public RegistryClient Client => Connect(Port);

    /// <summary>Starts it; skips the test when it is not installed.</summary>
    public static async Task<DistributionRegistry> StartAsync()
    {
        var program = ClientRegistry.Find("docker-registry");
        var folder = Directory.CreateTempSubdirectory("distribution-").FullName;
        var config = Path.Combine(folder, "config.yml");
        await File.WriteAllTextAsync(config, $$"""
            version: 0.1
            storage:
              filesystem:
                rootdirectory: {{folder}}/storage
            http:
              addr: 127.0.0.1:0
            """);
        var process = Process.Start(new ProcessStartInfo(program, ["serve", config]) { RedirectStandardError = true, UseShellExecute = false })!;
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (ListeningOn().Match(line) is { Success: true } address)
            {
                return new DistributionRegistry(folder, process, int.Parse(address.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        throw new InvalidOperationException($"docker-registry ended with {process.ExitCode} before it listened.");
    }

    /// <summary>A client through another port of this machine.</summary>
    public RegistryClient Connect(int port) => new(_http, new RegistryEndpoint(new Uri($"http://localhost:{port}")));

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        await _log;
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [GeneratedRegex(@"listening on 127\.0\.0\.1:(\d+)")]
    private static partial Regex ListeningOn();
}
