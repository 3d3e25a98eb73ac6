using System.Net.Sockets;
using Aspire.Hosting.Running;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>The real dashboard, as a process.</summary>
internal sealed class DashboardProcess(
    DashboardSettings settings,
    ProcessLauncher launcher,
    IHostEnvironment environment,
    TimeProvider time,
    ILogger<DistributedApplication> logger) : IDisposable
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stopping = new();
    private ChildProcess? _process;
    private Task<int> _exit = Task.FromResult(0);
    private Task _announcing = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!settings.IsAvailable)
        {
            var reason = settings.IsEnabled ? $"'{settings.Executable}' does not exist; everything else works without it." : "it is switched off.";
            Log.NoDashboard(logger, reason);
            return Task.CompletedTask;
        }

        var variables = ProcessEnvironment.Inherited();
        foreach (var (name, value) in Settings())
        {
            variables[name] = value;
        }

        var plan = new LaunchPlan(settings.Executable!, ["dashboard"], Path.GetDirectoryName(settings.Executable)!);
        _process = launcher.Launch(plan, variables, (line, _) => Log.DashboardLine(logger, line));
        _exit = _process.WaitForExitAsync();
        _announcing = AnnounceAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(TimeProvider clock)
    {
        await _stopping.CancelAsync();
        await _announcing;
        _process?.Terminate();
        if (await Task.WhenAny(_exit, Task.Delay(s_grace, clock, CancellationToken.None)) != _exit)
        {
            _process?.Kill();
            await _exit;
        }

    }

    public void Dispose()
    {
        _process?.Dispose();
        _stopping.Dispose();
    }

    private Dictionary<string, string> Settings() => new()
    {
        ["ASPNETCORE_URLS"] = settings.FrontendUrls,
        ["ASPNETCORE_ENVIRONMENT"] = environment.EnvironmentName,
        ["HOME"] = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(settings.Executable)!, "..", "home")),
        [KnownNames.OtlpUrl] = settings.OtlpUrl,
        [KnownNames.ResourceServiceUrl] = settings.ResourceServiceUrl,
        ["ASPIRE_DASHBOARD_API_ENABLED"] = "true",
        ["DASHBOARD__FRONTEND__AUTHMODE"] = settings.IsAnonymous ? "Unsecured" : "BrowserToken",
        ["DASHBOARD__FRONTEND__BROWSERTOKEN"] = settings.BrowserToken,
        ["DASHBOARD__FRONTEND__PUBLICURL"] = settings.FrontendUrl,
        ["DASHBOARD__OTLP__AUTHMODE"] = "ApiKey",
        ["DASHBOARD__OTLP__PRIMARYAPIKEY"] = settings.OtlpApiKey,
        ["DASHBOARD__API__AUTHMODE"] = "ApiKey",
        ["DASHBOARD__API__PRIMARYAPIKEY"] = settings.ApiKey,
        ["DASHBOARD__RESOURCESERVICECLIENT__AUTHMODE"] = settings.IsAnonymous ? "Unsecured" : "ApiKey",
        ["DASHBOARD__RESOURCESERVICECLIENT__APIKEY"] = settings.ResourceServiceApiKey,
        ["LOGGING__CONSOLE__FORMATTERNAME"] = "json",
    };

    private async Task AnnounceAsync()
    {
        var address = new Uri(settings.FrontendUrl);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        limit.CancelAfter(s_startLimit);
        try
        {
            while (!await IsListeningAsync(address, limit.Token))
            {
                if (_exit.IsCompleted)
                {
                    Log.NoDashboard(logger, $"it has ended with exit code {await _exit}; is {settings.FrontendUrl} in use?");
                    return;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(200), time, limit.Token);
            }

            Log.NowListening(logger, settings.FrontendUrl);
            Log.Login(logger, settings.IsAnonymous ? settings.FrontendUrl : $"{settings.FrontendUrl}/login?t={settings.BrowserToken}");
        }
        catch (OperationCanceledException)
        {
            if (!_stopping.IsCancellationRequested)
            {
                Log.NoDashboard(logger, $"it does not answer at {settings.FrontendUrl}.");
            }
        }
    }

    private static async Task<bool> IsListeningAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", address.Port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
