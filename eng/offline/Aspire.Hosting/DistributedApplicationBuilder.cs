using System.Reflection;
using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Running;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

internal sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private static readonly Dictionary<string, string> s_switches = new()
    {
        ["--operation"] = "AppHost:Operation",
        ["--publisher"] = "Publishing:Publisher",
        ["--step"] = "Pipeline:Step",
        ["--output-path"] = "Pipeline:OutputPath",
        ["--log-level"] = "Pipeline:LogLevel",
        ["--dcp-dashboard-path"] = "DcpPublisher:DashboardPath",
    };

    private readonly HostApplicationBuilder _host;
    private readonly ResourceCollection _resources = [];

    public DistributedApplicationBuilder(DistributedApplicationOptions options)
    {
        var args = options.Args ?? [];
        AppHostAssembly = options.AssemblyName is null ? Assembly.GetEntryAssembly() : Assembly.Load(new AssemblyName(options.AssemblyName));
        _host = new HostApplicationBuilder(new HostApplicationBuilderSettings { Args = args });
        _host.Configuration.AddCommandLine(args, s_switches);
        AppHostDirectory = AppHostAssembly?.FindMetadata("apphostprojectpath") ?? _host.Environment.ContentRootPath;
        _host.Configuration.AddInMemoryCollection(BuiltInSettings(options));

        var publishes = Configuration["Publishing:Publisher"] is not null
            || string.Equals(Configuration["AppHost:Operation"], "publish", StringComparison.OrdinalIgnoreCase);
        ExecutionContext = new(publishes ? DistributedApplicationOperation.Publish : DistributedApplicationOperation.Run);
        RegisterServices(options);
    }

    public ConfigurationManager Configuration => _host.Configuration;

    public string AppHostDirectory { get; }

    public Assembly? AppHostAssembly { get; }

    public IHostEnvironment Environment => _host.Environment;

    public IServiceCollection Services => _host.Services;

    public IDistributedApplicationEventing Eventing { get; } = new DistributedApplicationEventing();

    public DistributedApplicationExecutionContext ExecutionContext { get; }

    public IResourceCollection Resources => _resources;

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        var taken = _resources.FirstOrDefault(other => string.Equals(other.Name, resource.Name, StringComparison.OrdinalIgnoreCase));
        if (taken is not null)
        {
            throw new DistributedApplicationException(
                $"Cannot add resource of type '{typeof(T)}' with name '{resource.Name}' because resource of type '{taken.GetType()}' with that name already exists.");
        }

        _resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource => new DistributedApplicationResourceBuilder<T>(this, resource);

    public DistributedApplication Build() => new(_host.Build());

    private Dictionary<string, string?> BuiltInSettings(DistributedApplicationOptions options)
    {
        var name = AppHostAssembly?.GetName().Name ?? Environment.ApplicationName;
        var anonymous = Configuration.GetValue<bool>(KnownNames.AllowAnonymous);
        return new()
        {
            ["AppHost:Directory"] = AppHostDirectory,
            ["AppHost:Path"] = Path.Combine(AppHostDirectory, name),
            ["AppHost:FilePath"] = Path.Combine(AppHostDirectory, AppHostAssembly?.FindMetadata("apphostprojectname") ?? name),
            ["AppHost:DashboardApplicationName"] = name,
            ["AppHost:DashboardEnabled"] = options.DisableDashboard ? "false" : "true",
            ["AppHost:BrowserToken"] = anonymous ? "" : Configuration[KnownNames.BrowserToken] ?? NewKey(),
            ["AppHost:OtlpApiKey"] = Configuration["AppHost:OtlpApiKey"] ?? NewKey(),
            ["AppHost:DashboardApiKey"] = Configuration["AppHost:DashboardApiKey"] ?? NewKey(),
            ["AppHost:ResourceService:AuthMode"] = anonymous ? "Unsecured" : "ApiKey",
            ["AppHost:ResourceService:ApiKey"] = Configuration[KnownNames.ResourceServiceApiKey] ?? NewKey(),
        };
    }

    private void RegisterServices(DistributedApplicationOptions options)
    {
        Services.TryAddSingleton(TimeProvider.System);
        Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(15));
        Services.AddHealthChecks();
        Services.AddLogging(logging => logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None));
        Services.AddSingleton(options);
        Services.AddSingleton(ExecutionContext);
        Services.AddSingleton(Eventing);
        Services.AddSingleton(new DistributedApplicationModel(_resources));
        Services.AddSingleton(_ => new DashboardSettings(Configuration, AppHostAssembly, options));
        Services.AddSingleton<ResourceBoard>();
        Services.AddSingleton<ConsoleLogs>();
        Services.AddSingleton<ProcessEnvironment>();
        Services.AddSingleton<ProcessLauncher>();
        Services.AddSingleton<Watchdog>();
        Services.AddSingleton<HealthMonitor>();
        Services.AddSingleton<DashboardProcess>();
        Services.AddSingleton<ResourceServiceHost>();
        Services.AddSingleton<ResourceRunners>();
        Services.AddSingleton<ResourceCommands>();
        Services.AddHostedService<ApplicationOrchestrator>();
    }

    private static string NewKey() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
