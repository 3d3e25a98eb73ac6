using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using SreGym.AppHost.Episodes;

namespace SreGym.AppHost.Telemetry;

/// <summary>
/// Spans of the application host itself, for what happens while there is no service yet to tell of it. They go where the services'
/// telemetry goes: to the dashboard.
/// </summary>
internal sealed class HostSpans(IConfiguration configuration, TimeProvider time)
{
    private const string ServiceName = "apphost";

    private static readonly string s_source = typeof(HostSpans).Assembly.GetName().Name!;
    private static readonly TimeSpan s_attempt = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    // The dashboard may be starting itself when there is something to tell.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    /// <summary>Sends a span that ends now, and waits until it has arrived.</summary>
    /// <returns>Where its trace is seen; null when there is no dashboard, or none that takes it in time.</returns>
    public async Task<string?> SendAsync(string name, DateTimeOffset began, Action<Activity> describe, CancellationToken cancellationToken)
    {
        if (configuration[DashboardAddress.OtlpUrl] is not { Length: > 0 } endpoint || DashboardAddress.Find(configuration) is not { } login)
        {
            return null;
        }

        var post = new SpanPost(CreateExporter(new Uri(endpoint)));
        using var source = new ActivitySource(s_source);
        using var provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(s_source)
            .SetSampler(new AlwaysOnSampler())
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService(ServiceName))
            .AddProcessor(post)
            .Build();
        ActivityTraceId trace;
        using (var span = source.StartActivity(ActivityKind.Internal, default(ActivityContext), startTime: began, name: name)!)
        {
            describe(span);
            span.SetEndTime(time.GetUtcNow().UtcDateTime);
            trace = span.TraceId;
        }

        return await ArrivesAsync(post, cancellationToken) ? DashboardAddress.Page(login, $"/traces/detail/{trace}") : null;
    }

    private async Task<bool> ArrivesAsync(SpanPost post, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (!await Task.Run(post.TrySend, cancellationToken))
        {
            if (time.GetElapsedTime(began) > s_limit)
            {
                return false;
            }

            await Task.Delay(s_pause, time, cancellationToken);
        }

        return true;
    }

    private OtlpTraceExporter CreateExporter(Uri endpoint) => new(new OtlpExporterOptions
    {
        Endpoint = endpoint,
        Protocol = OtlpExportProtocol.Grpc,
        Headers = configuration["AppHost:OtlpApiKey"] is { Length: > 0 } key ? $"x-otlp-api-key={key}" : "",
        TimeoutMilliseconds = (int)s_attempt.TotalMilliseconds,
    });
}
