using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SreGym.ServiceDefaults.Errors;

namespace SreGym.ServiceDefaults.Harness;

/// <summary>Bearer-token access between services of the harness.</summary>
public static class HarnessAccessExtensions
{
    private static readonly ServiceConfig s_retryUnavailable = new()
    {
        MethodConfigs =
        {
            new MethodConfig
            {
                Names = { MethodName.Default },
                RetryPolicy = new RetryPolicy
                {
                    MaxAttempts = 4,
                    InitialBackoff = TimeSpan.FromMilliseconds(200),
                    MaxBackoff = TimeSpan.FromSeconds(2),
                    BackoffMultiplier = 2,
                    RetryableStatusCodes = { StatusCode.Unavailable },
                },
            },
        },
    };

    internal static void AddHarnessAccess(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<HarnessOptions>()
            .BindConfiguration(HarnessOptions.SectionName)
            .ValidateDataAnnotations();
        builder.Services.AddSingleton<HarnessTokenVerifier>();
        builder.Services.AddGrpc(grpc =>
        {
            grpc.Interceptors.Add<HarnessTokenInterceptor>();
            grpc.Interceptors.Add<ErrorMappingInterceptor>();
            grpc.MaxReceiveMessageSize = 64 * 1024 * 1024;
        });
    }

    /// <summary>A gRPC client for another service, found by its resource name, that presents the harness token.</summary>
    /// <param name="services">The service collection.</param>
    /// <param name="resource">Resource name, e.g. <c>registry-mirror</c>.</param>
    public static IHttpClientBuilder AddHarnessGrpcClient<TClient>(this IServiceCollection services, string resource)
        where TClient : ClientBase =>
        services.AddGrpcClient<TClient>(client => client.Address = new Uri($"http://_grpc.{resource}"))
            .AddCallCredentials((context, metadata, provider) =>
            {
                var options = provider.GetRequiredService<IOptions<HarnessOptions>>();
                metadata.Add("authorization", $"Bearer {options.Value.Token}");
                DistributedContextPropagator.Current.Inject(
                    Activity.Current, metadata, static (carrier, name, value) => ((Metadata)carrier!).Add(name, value));
                return Task.CompletedTask;
            })
            // The call's own span is the parent of the server's: a span of the HTTP request in between would say nothing new.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                ActivityHeadersPropagator = null,
                EnableMultipleHttp2Connections = true,
            })
            .ConfigureChannel(channel =>
            {
                channel.MaxReceiveMessageSize = 64 * 1024 * 1024;
                channel.UnsafeUseInsecureChannelCallCredentials = true;
                channel.ServiceConfig = s_retryUnavailable;
            })
            .AddServiceDiscovery();

    /// <summary>Refuses HTTP requests to this endpoint that do not present the harness token with 401.</summary>
    public static TBuilder RequireHarnessToken<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilter<TBuilder, HarnessTokenEndpointFilter>();
}
