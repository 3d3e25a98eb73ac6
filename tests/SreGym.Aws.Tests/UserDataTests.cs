using System.Diagnostics;
using System.Security.Cryptography;

namespace SreGym.Aws.Tests;

/// <summary>The user data, run in a scratch root with only the network's edge (and systemd) replaced by recorders on PATH.</summary>
public sealed class UserDataTests : IDisposable
{
    private const string Token = "join-token-4711";
    private const string Kubeconfig = "server: https://127.0.0.1:6443\nkey: private-4712\n";
    private const string K3s = """
        #!/bin/sh
        echo "k3s $*" >>"$CALLS"
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("sregym-user-data-").FullName;

    public UserDataTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "bin"));
        Directory.CreateDirectory(Path.Combine(_folder, "etc/rancher/k3s"));
        File.WriteAllText(Path.Combine(_folder, "k3s"), K3s);
        File.WriteAllText(Path.Combine(_folder, "etc/rancher/k3s/k3s.yaml"), Kubeconfig);
        Stub("curl", """
            for last; do :; done
            while [ $# -gt 0 ]; do [ "$1" != -o ] || out="$2"; shift; done
            case "$last" in
              */api/token) echo imds-session ;;
              */SreGymNode) echo "$NODE" ;;
              */SreGymServer) echo 10.83.0.9 ;;
              */local-ipv4) echo 10.83.0.9 ;;
              */public-ipv4) echo 203.0.113.20 ;;
              *) cp "$BINARY" "$out" ;;
            esac
            """);
        Stub("aws", $$"""
            case "$*" in
              *get-secret-value*) echo {{Token}} ;;
              *put-parameter*) while [ $# -gt 0 ]; do [ "$1" != --value ] || cp "${2#file://}" "$STORED"; shift; done ;;
            esac
            """);
        Stub("cfn-signal", "");
        Stub("systemctl", "");
        Stub("systemd-run", "");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Script_Shellcheck_IsClean()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(path => File.Exists(Path.Combine(path, "shellcheck"))),
            "shellcheck is not installed.");

        var (exitCode, output) = await ExecuteAsync("shellcheck", [TemplateFile.Script], []);

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task Server_EverythingWorks_StoresTheKubeconfigAndSignalsSuccess()
    {
        var calls = await RunAsync("Server", Sha256(), expected: 0);

        Assert.Contains("systemd-run --unit sregym-ttl --on-active=60m systemctl poweroff", calls[0], StringComparison.Ordinal);
        Assert.Contains(calls, call => call.StartsWith("k3s kubectl wait --for=condition=Ready", StringComparison.Ordinal));
        Assert.Contains(calls, call => call.Contains("put-parameter", StringComparison.Ordinal) && call.Contains("SecureString", StringComparison.Ordinal));
        Assert.Equal("cfn-signal --success true --stack try --resource Server --region eu-central-1", calls[^1]);
        Assert.Equal(Kubeconfig.Replace("127.0.0.1", "203.0.113.20", StringComparison.Ordinal), Read("stored"));
        Assert.Contains("tls-san: [\"203.0.113.20\"]", Read("etc/rancher/k3s/config.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_EverythingWorks_NoSecretInArgumentsLogOrReadableFile()
    {
        var calls = await RunAsync("Server", Sha256(), expected: 0);

        var seen = string.Join('\n', calls) + Read("var/log/sregym-user-data.log") + Read("etc/rancher/k3s/config.yaml");
        Assert.DoesNotContain(Token, seen, StringComparison.Ordinal);
        Assert.DoesNotContain("private-4712", seen, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "run/sregym/token")));
        Assert.False(File.Exists(Path.Combine(_folder, "run/sregym/kubeconfig")));
    }

    [Fact]
    public async Task Registries_Configured_NameTheAddressAndNoCredentials()
    {
        await RunAsync("Server", Sha256(), expected: 0);

        var registries = Read("etc/rancher/k3s/registries.yaml");
        Assert.Contains("\"localhost:30500\"", registries, StringComparison.Ordinal);
        Assert.DoesNotContain("auth", registries, StringComparison.Ordinal);
        Assert.DoesNotContain("password", registries, StringComparison.Ordinal);
    }

    [Fact]
    public async Task K3s_WrongChecksum_IsNeverRunAndTheSignalCarriesTheReason()
    {
        var calls = await RunAsync("Server", new string('0', 64), expected: 70);

        Assert.StartsWith("cfn-signal --success false --reason exit 70:", calls[^1], StringComparison.Ordinal);
        Assert.Contains($"the checksum of k3s is {Sha256()}", calls[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(calls, call => call.StartsWith("k3s ", StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(_folder, "usr/local/bin/k3s")));
    }

    [Fact]
    public async Task Agent_Joins_WithTheServersAddressAndPutsNoParameter()
    {
        var calls = await RunAsync("Agent1", Sha256(), expected: 0);

        Assert.Contains("server: https://10.83.0.9:6443", Read("etc/rancher/k3s/config.yaml"), StringComparison.Ordinal);
        Assert.Contains("ExecStart=/usr/local/bin/k3s agent", Read("etc/systemd/system/k3s.service"), StringComparison.Ordinal);
        Assert.DoesNotContain(calls, call => call.Contains("put-parameter", StringComparison.Ordinal));
        Assert.Contains("--success true --stack try --resource Agent1", calls[^1], StringComparison.Ordinal);
    }

    private async Task<string[]> RunAsync(string node, string sha256, int expected)
    {
        var (exitCode, output) = await ExecuteAsync("bash", [TemplateFile.Script], new Dictionary<string, string>
        {
            ["PATH"] = $"{_folder}/bin:{Environment.GetEnvironmentVariable("PATH")}",
            ["CALLS"] = $"{_folder}/calls",
            ["BINARY"] = $"{_folder}/k3s",
            ["STORED"] = $"{_folder}/stored",
            ["NODE"] = node,
            ["SREGYM_ROOT"] = _folder,
            ["SREGYM_RETRY_SECONDS"] = "0",
            ["SREGYM_STACK"] = "try",
            ["SREGYM_REGION"] = "eu-central-1",
            ["SREGYM_TOKEN_SECRET"] = "sregym/try/join-token",
            ["SREGYM_KUBECONFIG_PARAMETER"] = "/sregym/try/kubeconfig",
            ["SREGYM_K3S_VERSION"] = "v1.33.5+k3s1",
            ["SREGYM_K3S_SHA256"] = sha256,
            ["SREGYM_K3S_URL"] = "https://example.org/k3s",
            ["SREGYM_API_OPEN"] = "true",
            ["SREGYM_TTL_MINUTES"] = "60",
        });
        Assert.True(exitCode == expected, $"exit {exitCode}: {output}\n{Read("var/log/sregym-user-data.log")}");
        return File.ReadAllLines(Path.Combine(_folder, "calls"));
    }

    private static async Task<(int ExitCode, string Output)> ExecuteAsync(string command, string[] arguments, Dictionary<string, string> variables)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, output + await error);
    }

    private void Stub(string name, string body)
    {
        var path = Path.Combine(_folder, "bin", name);
        File.WriteAllText(path, $"#!/bin/sh\necho \"{name} $*\" >>\"$CALLS\"\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private string Sha256() => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(_folder, "k3s"))));

    private string Read(string path) => File.ReadAllText(Path.Combine(_folder, path));
}
