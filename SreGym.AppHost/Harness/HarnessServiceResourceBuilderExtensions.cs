using SreGym.AppHost.Options;

namespace SreGym.AppHost.Harness;

/// <summary>What the harness's services have in common as resources.</summary>
internal static class HarnessServiceResourceBuilderExtensions
{
    /// <summary>
    /// A service with its two listeners: <c>http</c> (HTTP/1.1, health) and <c>grpc</c> (HTTP/2 cleartext), opened by the harness token.
    /// </summary>
    public static IResourceBuilder<ProjectResource> AddHarnessService<TProject>(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource> token)
        where TProject : IProjectMetadata, new() => builder
            .AddProject<TProject>(name, launchProfileName: null)
            .WithHttpEndpoint(name: "http")
            .WithListener("grpc", "GRPC_PORT")
            .WithEnvironment("Harness__Token", token)
            .WithHttpHealthCheck("/health", endpointName: "http");

    /// <summary>
    /// One more listener of the service, which learns its port from a variable. The endpoint's own <c>env</c> would do that too, and
    /// would keep the service from listening there: it leaves the address out of <c>ASPNETCORE_URLS</c>.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithListener(
        this IResourceBuilder<ProjectResource> service, string name, string portVariable, string scheme = "http", int? port = null) => service
            .WithEndpoint(port: port, scheme: scheme, name: name)
            .WithEnvironment(portVariable, service.GetEndpoint(name).Property(EndpointProperty.TargetPort));

    /// <summary>Tells the service where one of its own endpoints is reached.</summary>
    public static IResourceBuilder<ProjectResource> WithPublicAddress(
        this IResourceBuilder<ProjectResource> service, string setting, string endpointName) =>
        service.WithPublicAddress(setting, service, endpointName);

    /// <summary>Tells the service where another service's endpoint is reached.</summary>
    public static IResourceBuilder<ProjectResource> WithPublicAddress(
        this IResourceBuilder<ProjectResource> service, string setting, IResourceBuilder<ProjectResource> owner, string endpointName)
    {
        var endpoint = owner.GetEndpoint(endpointName);
        return service.WithEnvironment(
            setting,
            $"{endpoint.Property(EndpointProperty.Scheme)}://{endpoint.Property(EndpointProperty.IPV4Host)}:{endpoint.Property(EndpointProperty.Port)}");
    }

    /// <summary>The folder for the service's database.</summary>
    public static IResourceBuilder<ProjectResource> WithDataFolder(this IResourceBuilder<ProjectResource> service, RunOptions options) =>
        service.WithEnvironment("Data__Directory", RunFolders.Data(service.ApplicationBuilder, options));

    /// <summary>The folder for reports and trajectories.</summary>
    public static IResourceBuilder<ProjectResource> WithArtifactsFolder(this IResourceBuilder<ProjectResource> service, RunOptions options) =>
        service.WithEnvironment("Artifacts__Directory", RunFolders.Artifacts(service.ApplicationBuilder, options));
}
