using System.Net;
using Aspire.Hosting.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Dashboard;

/// <summary>Serves <c>aspire.v1.DashboardService</c> on a loopback port.</summary>
internal sealed class ResourceServiceHost(
    DashboardSettings settings,
    ResourceBoard board,
    ConsoleLogs logs,
    ResourceCommands commands,
    IHostApplicationLifetime lifetime)
{
    private WebApplication? _app;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!settings.IsAvailable)
        {
            return;
        }

        var address = new Uri(settings.ResourceServiceUrl);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, address.Port, listener =>
        {
            listener.Protocols = HttpProtocols.Http2;
            if (address.Scheme == "https")
            {
                listener.UseHttps();
            }
        }));
        builder.Services.AddRouting();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new DashboardGrpcService(settings, board, logs, commands, lifetime.ApplicationStopping));
        _app = builder.Build();
        _app.MapGrpcService<DashboardGrpcService>();
        await _app.StartAsync(cancellationToken);
    }

    public async Task StopAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }
}
