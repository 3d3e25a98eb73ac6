using System.Collections;
using System.Globalization;
using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Running;

/// <summary>The environment and arguments a resource's process gets, as the real orchestrator composes them.</summary>
internal sealed class ProcessEnvironment(
    DashboardSettings dashboard, DistributedApplicationExecutionContext execution, IHostEnvironment environment)
{
    private static readonly HashSet<string> s_notInherited =
    [
        "ASPNETCORE_URLS", "DOTNET_LAUNCH_PROFILE", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "ASPIRE_LOGLEVEL",
    ];

    public static Dictionary<string, string> Inherited() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Where(entry => !s_notInherited.Contains((string)entry.Key))
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");

    /// <summary>Only what is added to the inherited variables.</summary>
    public async Task<Dictionary<string, string>> ResolveAsync(ResourceSnapshot snapshot, CancellationToken cancellationToken)
    {
        var resource = snapshot.Resource;
        var variables = new Dictionary<string, object>();
        if (resource is ProjectResource || resource.Annotations.OfType<OtlpExporterAnnotation>().Any())
        {
            AddTelemetry(variables, snapshot);
        }

        if (resource is ProjectResource)
        {
            AddProjectDefaults(variables);
        }

        AddEndpoints(variables, resource);
        foreach (var callback in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await callback.Callback(new EnvironmentCallbackContext(execution, variables, cancellationToken));
        }

        var resolved = new Dictionary<string, string>();
        foreach (var (name, value) in variables)
        {
            resolved[name] = await ResolveValueAsync(value, cancellationToken);
        }

        return resolved;
    }

    public static async Task<LaunchPlan> PlanAsync(IResource resource, Assembly? appHost, CancellationToken cancellationToken)
    {
        var arguments = new List<object>();
        foreach (var callback in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
        {
            await callback.Callback(new CommandLineArgsCallbackContext(arguments, cancellationToken));
        }

        var resolved = new List<string>();
        foreach (var argument in arguments)
        {
            resolved.Add(await ResolveValueAsync(argument, cancellationToken));
        }

        if (resource is ExecutableResource executable)
        {
            return new LaunchPlan(executable.Command, resolved, executable.WorkingDirectory);
        }

        var project = resource.Annotations.OfType<IProjectMetadata>().Last().ProjectPath;
        var directory = Path.GetDirectoryName(project)!;
        var assembly = appHost?.FindMetadata($"resourcetarget:{project}");
        if (assembly is null || !File.Exists(assembly))
        {
            return new LaunchPlan("dotnet", ["run", "--project", project, "--no-build", "--no-launch-profile", "--", .. resolved], directory);
        }

        // The built executable starts a second sooner than `dotnet run` does.
        var native = Path.ChangeExtension(assembly, OperatingSystem.IsWindows() ? ".exe" : null);
        return File.Exists(native)
            ? new LaunchPlan(native, resolved, directory)
            : new LaunchPlan("dotnet", [assembly, .. resolved], directory);
    }

    private void AddTelemetry(Dictionary<string, object> variables, ResourceSnapshot snapshot)
    {
        if (dashboard.IsAvailable)
        {
            variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = dashboard.OtlpUrl;
            variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc";
            variables["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-otlp-api-key={dashboard.OtlpApiKey}";
        }

        variables["OTEL_SERVICE_NAME"] = snapshot.Resource.Name;
        variables["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={snapshot.InstanceId}";
        if (environment.IsDevelopment())
        {
            variables["OTEL_BLRP_SCHEDULE_DELAY"] = "1000";
            variables["OTEL_BSP_SCHEDULE_DELAY"] = "1000";
            variables["OTEL_METRIC_EXPORT_INTERVAL"] = "1000";
            variables["OTEL_TRACES_SAMPLER"] = "always_on";
            variables["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based";
            variables["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"] = "true";
        }
    }

    private void AddProjectDefaults(Dictionary<string, object> variables)
    {
        variables["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory";
        if (environment.IsDevelopment())
        {
            variables["OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION"] = "true";
            variables["OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION"] = "true";
        }

        variables["DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION"] = "true";
        variables["LOGGING__CONSOLE__FORMATTERNAME"] = "simple";
    }

    private static void AddEndpoints(Dictionary<string, object> variables, IResource resource)
    {
        var endpoints = resource.Annotations.OfType<EndpointAnnotation>().ToList();
        foreach (var endpoint in endpoints.Where(endpoint => endpoint.EnvironmentVariable is not null))
        {
            variables[endpoint.EnvironmentVariable!] = endpoint.Allocated.Result.ToString(CultureInfo.InvariantCulture);
        }

        var filters = resource.Annotations.OfType<EndpointEnvironmentFilterAnnotation>().ToList();
        // An endpoint that tells its port by a variable of its own is the program's to open.
        var listened = endpoints
            .Where(endpoint => endpoint.IsHttp && endpoint.EnvironmentVariable is null && filters.All(filter => filter.Filter(endpoint)))
            .ToList();
        if (resource is not ProjectResource || listened.Count == 0)
        {
            return;
        }

        variables["ASPNETCORE_URLS"] = string.Join(';', listened.Select(endpoint => $"{endpoint.UriScheme}://localhost:{endpoint.Allocated.Result}"));
        if (listened.FirstOrDefault(endpoint => endpoint.UriScheme == "https") is { } secure)
        {
            variables["ASPNETCORE_HTTPS_PORT"] = secure.Allocated.Result.ToString(CultureInfo.InvariantCulture);
        }
    }

    private static async Task<string> ResolveValueAsync(object value, CancellationToken cancellationToken) => value switch
    {
        IResourceBuilder<ParameterResource> parameter => await parameter.Resource.GetValueAsync(cancellationToken) ?? "",
        IValueProvider provider => await provider.GetValueAsync(cancellationToken) ?? "",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
