using SreGym.RegistryMirror.Forwarding;

namespace SreGym.RegistryMirror.Access;

/// <summary>One episode's way to the registry in its cluster.</summary>
internal sealed record RegistryConnection(PortForward Forward, RegistryLogFollower Log) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Forward.DisposeAsync();
        await Log.DisposeAsync();
    }
}
