using System.Diagnostics;

namespace SreGym.Kubectl.Tests;

/// <summary>Runs the stock kubectl of this machine.</summary>
public sealed class KubectlCommand
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);
    private static readonly Lazy<string?> s_path = new(FindBinary);

    private readonly string _kubeconfig;
    private readonly string _home;
    private readonly string[] _leading;

    internal KubectlCommand(string kubeconfig, string home, params string[] leading)
    {
        _kubeconfig = kubeconfig;
        _home = home;
        _leading = leading;
    }

    /// <summary>Skips the calling test, saying so, where there is no kubectl.</summary>
    public static void Demand()
    {
        if (s_path.Value is null)
        {
            TestContext.Current.SendDiagnosticMessage("kubectl is not on PATH: the acceptance test {0} is NOT run", TestContext.Current.Test?.TestDisplayName ?? "");
        }

        Assert.SkipWhen(s_path.Value is null, "kubectl is not on PATH: install it to run the acceptance tests of the embedded cluster.");
    }

    /// <summary>Runs kubectl to its end.</summary>
    public Task<KubectlResult> RunAsync(params string[] arguments) => RunAsync(null, arguments);

    /// <summary>Runs kubectl to its end with a text on standard input.</summary>
    public async Task<KubectlResult> RunWithInputAsync(string input, params string[] arguments) => await RunAsync(input, arguments);

    /// <summary>Starts kubectl, for commands that go on until they are stopped.</summary>
    public Process Start(params string[] arguments) => Process.Start(Describe(arguments))!;

    private async Task<KubectlResult> RunAsync(string? input, string[] arguments)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(s_deadline);
        using var process = Process.Start(Describe(arguments))!;
        try
        {
            if (input is not null)
            {
                await process.StandardInput.WriteAsync(input);
            }

            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var error = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return new KubectlResult(string.Join(' ', arguments), process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"kubectl {string.Join(' ', arguments)} did not end within {s_deadline.TotalSeconds} s.");
        }
    }

    private ProcessStartInfo Describe(string[] arguments)
    {
        Demand();
        var start = new ProcessStartInfo(s_path.Value!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _home,
        };
        start.Environment["HOME"] = _home;
        start.Environment["KUBECONFIG"] = _kubeconfig;
        foreach (var argument in _leading.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    private static string? FindBinary()
    {
        var name = OperatingSystem.IsWindows() ? "kubectl.exe" : "kubectl";
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }
}
