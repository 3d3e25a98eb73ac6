using Aspire.Hosting.Running;
using Microsoft.Extensions.DependencyInjection;

namespace SreGym.Offline.Tests;

/// <summary>Mirrors: the environment that the real orchestrator gives a process.</summary>
public sealed class EnvironmentTests
{
    [Fact]
    public async Task Project_Development_GetsExactlyTheKnownVariables()
    {
        var builder = TestApplication.CreateBuilder("--environment=Development", "--DcpPublisher:DashboardPath=/bin/true");
        var greeter = builder.AddProject("greeter", "greeter.csproj")
            .WithHttpEndpoint()
            .WithHttpsEndpoint(name: "door")
            .WithHttpEndpoint(name: "grpc", env: "GRPC_PORT");

        var variables = await ResolveAsync(builder, greeter.Resource);

        Assert.Equal(
            [
                "ASPNETCORE_HTTPS_PORT", "ASPNETCORE_URLS", "DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION", "GRPC_PORT",
                "LOGGING__CONSOLE__FORMATTERNAME", "OTEL_BLRP_SCHEDULE_DELAY", "OTEL_BSP_SCHEDULE_DELAY",
                "OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION",
                "OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION", "OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY",
                "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "OTEL_METRICS_EXEMPLAR_FILTER", "OTEL_METRIC_EXPORT_INTERVAL",
                "OTEL_RESOURCE_ATTRIBUTES", "OTEL_SERVICE_NAME", "OTEL_TRACES_SAMPLER",
            ],
            variables.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("http://localhost:5000;https://localhost:5001", variables["ASPNETCORE_URLS"]);
        Assert.Equal("5002", variables["GRPC_PORT"]);
        Assert.Matches("^service\\.instance\\.id=[a-z]{8}$", variables["OTEL_RESOURCE_ATTRIBUTES"]);
    }

    [Fact]
    public async Task Executable_NoOtlpExporter_GetsNoTelemetryVariables()
    {
        var builder = TestApplication.CreateBuilder();
        var tool = builder.AddShell("tool", "exit 0").WithHttpEndpoint(env: "PORT");

        var variables = await ResolveAsync(builder, tool.Resource);

        Assert.Equal(["PORT"], variables.Keys);
    }

    [Fact]
    public async Task Reference_NamedEndpoint_IsKeyedByItsNameAndStandardOnesByScheme()
    {
        var builder = TestApplication.CreateBuilder();
        var greeter = builder.AddProject("greeter-two", "greeter.csproj").WithHttpEndpoint().WithHttpEndpoint(name: "grpc");
        var client = builder.AddShell("client", "exit 0").WithReference(greeter);

        var variables = await ResolveAsync(builder, client.Resource);

        Assert.Equal("http://localhost:5000", variables["services__greeter-two__http__0"]);
        Assert.Equal("http://localhost:5001", variables["services__greeter-two__grpc__0"]);
        Assert.Equal("http://localhost:5001", variables["GREETER_TWO_GRPC"]);
    }

    [Fact]
    public async Task InterpolatedValue_EndpointAndParameter_IsResolvedAtStart()
    {
        var builder = TestApplication.CreateBuilder("--Parameters:key=from-configuration");
        var key = builder.AddParameter("key", "from-code", secret: true);
        var server = builder.AddShell("server", "exit 0").WithHttpsEndpoint(name: "api");
        var endpoint = server.GetEndpoint("api");
        var client = builder.AddShell("client", "exit 0")
            .WithEnvironment("A", $"{endpoint.Property(EndpointProperty.Scheme)}://{endpoint.Property(EndpointProperty.IPV4Host)}:{endpoint.Property(EndpointProperty.Port)}/{key}")
            .WithEnvironment("B", endpoint)
            .WithEnvironment("C", key);

        var variables = await ResolveAsync(builder, client.Resource);

        Assert.Equal("https://127.0.0.1:5000/from-configuration", variables["A"]);
        Assert.Equal("https://localhost:5000", variables["B"]);
        Assert.Equal("from-configuration", variables["C"]);
    }

    [Fact]
    public async Task Child_HostEnvironment_IsInheritedWithoutTheHostsOwnAddresses()
    {
        Environment.SetEnvironmentVariable("OFFLINE_TEST_INHERITED", "yes");
        Environment.SetEnvironmentVariable("DOTNET_LAUNCH_PROFILE", "https");
        var builder = TestApplication.CreateBuilder();
        var job = builder.AddShell("job", "echo \"$OFFLINE_TEST_INHERITED/$DOTNET_LAUNCH_PROFILE/\"");
        await using var app = await TestApplication.StartAsync(builder);

        var output = await app.ReadOutputAsync(job.Resource);

        Assert.Equal(["yes//"], output);
    }

    [Fact]
    public async Task Parameter_NoValue_IsMissingAndItsUserKeepsStarting()
    {
        var builder = TestApplication.CreateBuilder();
        var missing = builder.AddParameter("missing");
        var user = builder.AddShell("user", "exit 0").WithEnvironment("VALUE", missing);
        await using var app = await TestApplication.StartAsync(builder);

        await app.WaitAsync(missing.Resource, KnownStates.ValueMissing);

        await app.WaitAsync(user.Resource, KnownStates.Starting);
    }

    // Endpoints get 5000, 5001, ... in the order of their declaration.
    private static async Task<Dictionary<string, string>> ResolveAsync(IDistributedApplicationBuilder builder, IResource resource)
    {
        var port = 5000;
        foreach (var endpoint in builder.Resources.SelectMany(candidate => candidate.Annotations.OfType<EndpointAnnotation>()))
        {
            endpoint.Allocate(port++);
        }

        using var app = builder.Build();
        var board = app.Services.GetRequiredService<ResourceBoard>();
        return await app.Services.GetRequiredService<ProcessEnvironment>().ResolveAsync(board.Get(resource), TestContext.Current.CancellationToken);
    }
}
