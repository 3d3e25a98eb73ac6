using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace SreGym.ServiceDefaults.Telemetry;

/// <summary>Traces, metrics and logs of the harness; exported by OTLP where an endpoint is configured.</summary>
internal static class TelemetryDefaultsExtensions
{
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string GrpcClient = "Grpc.Net.Client";
    private const string GrpcContent = "application/grpc";

    public static void AddTelemetryDefaults(this WebApplicationBuilder builder)
    {
        // Two lines per request would drown everything else: the API servers alone answer thousands.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter("SreGym.*"))
            .WithTracing(tracing => tracing
                .AddSource("SreGym.*", GrpcClient)
                .AddAspNetCoreInstrumentation(options => options.Filter = IsBetweenServices)
                .AddProcessor(new RpcSpanNames()));
        if (!string.IsNullOrWhiteSpace(builder.Configuration[OtlpEndpoint]))
        {
            telemetry.UseOtlpExporter();
        }
    }

    // Requests to and from the subject are the subject's plane; the stages describe them with spans of their own.
    private static bool IsBetweenServices(HttpContext context) =>
        context.Request.ContentType?.StartsWith(GrpcContent, StringComparison.Ordinal) == true;
}
