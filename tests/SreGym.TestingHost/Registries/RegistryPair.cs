namespace SreGym.TestingHost.Registries;

/// <summary>A registry to copy from and one to copy into, both watched.</summary>
public sealed class RegistryPair : IAsyncDisposable
{
    private RegistryPair(InterceptedRegistry source, InterceptedRegistry target) => (Source, Target) = (source, target);

    public InterceptedRegistry Source { get; }

    public InterceptedRegistry Target { get; }

    public static async Task<RegistryPair> StartAsync() => new(await InterceptedRegistry.StartAsync(), await InterceptedRegistry.StartAsync());

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await Target.DisposeAsync();
    }
}
