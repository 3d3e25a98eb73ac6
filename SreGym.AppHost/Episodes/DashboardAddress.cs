using Microsoft.Extensions.Configuration;

namespace SreGym.AppHost.Episodes;

/// <summary>Where the dashboard is.</summary>
internal static class DashboardAddress
{
    /// <summary>Setting with the address that it takes telemetry at.</summary>
    public const string OtlpUrl = "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL";

    /// <summary>The address that logs somebody in; null when the host draws a port for the dashboard by itself and only says so in its log.</summary>
    public static string? Find(IConfiguration configuration)
    {
        var url = configuration["ASPNETCORE_URLS"]?.Split(';')[0].TrimEnd('/');
        var token = configuration["AppHost:BrowserToken"];
        return url is null ? null
            : string.IsNullOrEmpty(token) ? url
            : $"{url}/login?t={token}";
    }

    /// <summary>Logs in and goes on to a page of the dashboard.</summary>
    public static string Page(string login, string page) => login.Contains('?', StringComparison.Ordinal)
        ? $"{login}&returnUrl={Uri.EscapeDataString(page)}"
        : login + page;
}
