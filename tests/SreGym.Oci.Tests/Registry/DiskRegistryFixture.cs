using SreGym.Oci.Registry;
using SreGym.Oci.Storage;
using SreGym.TestingHost.Registries;

namespace SreGym.Oci.Tests.Registry;

/// <summary>The same registry, its content in a folder.</summary>
public sealed class DiskRegistryFixture : RegistryFixture
{
    private readonly DiskBlobStore _blobs = new(Directory.CreateTempSubdirectory("registry-").FullName);

    protected override Task<RegistryServer> StartAsync()
    {
        var registry = new HostedRegistry { Instance = Host, Volume = RegistryVolume.Open(_blobs, TimeProvider.System) };
        var handler = new RegistryHandler(TimeProvider.System);
        return RegistryServer.StartAsync(context => context.Request.Host.Value == Host
            ? handler.HandleAsync(context, registry)
            : RegistryHandler.RefuseAsync(context, RegistryError.Misdirected(context.Request.Host.Value ?? "")));
    }

    protected override ValueTask StopAsync()
    {
        _blobs.Dispose();
        Directory.Delete(_blobs.Root, recursive: true);
        return ValueTask.CompletedTask;
    }
}
