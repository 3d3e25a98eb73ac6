using System.Reflection;
using Aspire.Hosting.Running;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Dashboard;

/// <summary>Addresses, keys and the executable of the dashboard.</summary>
internal sealed class DashboardSettings
{
    public DashboardSettings(IConfiguration configuration, Assembly? appHost, DistributedApplicationOptions options)
    {
        IsEnabled = !options.DisableDashboard;
        Executable = configuration["DcpPublisher:DashboardPath"] ?? appHost?.FindMetadata("aspiredashboardpath");
        ApplicationName = configuration["AppHost:DashboardApplicationName"] ?? "AppHost";
        BrowserToken = configuration["AppHost:BrowserToken"] ?? "";
        OtlpApiKey = configuration["AppHost:OtlpApiKey"]!;
        ApiKey = configuration["AppHost:DashboardApiKey"]!;
        ResourceServiceApiKey = configuration["AppHost:ResourceService:ApiKey"]!;

        var free = Ports.TakeFree(3);
        FrontendUrls = configuration[KnownNames.FrontendUrls] ?? $"http://localhost:{free[0]}";
        OtlpUrl = configuration[KnownNames.OtlpUrl] ?? $"http://localhost:{free[1]}";
        ResourceServiceUrl = configuration[KnownNames.ResourceServiceUrl] ?? $"http://localhost:{free[2]}";
        if (IsEnabled && !options.AllowUnsecuredTransport && !configuration.GetValue<bool>(KnownNames.AllowUnsecuredTransport))
        {
            RefuseCleartext(KnownNames.FrontendUrls, configuration[KnownNames.FrontendUrls]);
            RefuseCleartext(KnownNames.OtlpUrl, configuration[KnownNames.OtlpUrl]);
            RefuseCleartext(KnownNames.ResourceServiceUrl, configuration[KnownNames.ResourceServiceUrl]);
        }
    }

    public bool IsEnabled { get; }

    public string? Executable { get; }

    public bool IsAvailable => IsEnabled && Executable is not null && File.Exists(Executable);

    public string ApplicationName { get; }

    /// <summary>Empty when anonymous access was asked for.</summary>
    public string BrowserToken { get; }

    public string OtlpApiKey { get; }

    public string ApiKey { get; }

    public string ResourceServiceApiKey { get; }

    public string FrontendUrls { get; }

    public string FrontendUrl => FrontendUrls.Split(';')[0];

    public string OtlpUrl { get; }

    public string ResourceServiceUrl { get; }

    public bool IsAnonymous => BrowserToken.Length == 0;

    private static void RefuseCleartext(string name, string? url)
    {
        if (url?.StartsWith("http://", StringComparison.OrdinalIgnoreCase) == true)
        {
            throw new DistributedApplicationException(
                $"The '{name}' setting must be an https address unless the '{KnownNames.AllowUnsecuredTransport}' environment variable is set to true.");
        }
    }
}
