using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SreGym.ServiceDefaults.Harness;
using SreGym.ServiceDefaults.Listeners;
using SreGym.ServiceDefaults.Telemetry;

namespace SreGym.ServiceDefaults;

/// <summary>What every service of the harness has in common.</summary>
public static class Extensions
{
    /// <summary>Telemetry, health, service discovery, the two cleartext listeners and the harness token.</summary>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.AddTelemetryDefaults();
        builder.AddListenerDefaults();
        builder.AddHarnessAccess();

        builder.Services.AddServiceDiscovery();
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), ["live"]);
        builder.Services.AddGrpcHealthChecks();
        builder.Services.AddGrpcReflection();
        return builder;
    }

    /// <summary><c>/health</c> (ready) and <c>/alive</c> over HTTP/1.1, health and reflection over gRPC.</summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealthChecks("/health").AllowAnonymous();
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = check => check.Tags.Contains("live") }).AllowAnonymous();
        app.MapGrpcHealthChecksService();
        app.MapGrpcReflectionService();
        return app;
    }
}
