using System.Collections.Concurrent;

namespace SreGym.Oci.Mirroring;

/// <summary>Keeps the transfers from and to each host below a limit.</summary>
internal sealed class HostLimits(int limit) : IDisposable
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes a place at each host; disposing the result gives them back.</summary>
    public async Task<IDisposable> EnterAsync(string? source, string target, CancellationToken cancellationToken)
    {
        // Always in the same order: nobody holds the place that another one waits for while waiting for that other's.
        string[] names = source is null || source.Equals(target, StringComparison.OrdinalIgnoreCase) ? [target] : [source, target];
        var places = new Places();
        try
        {
            foreach (var name in names.Order(StringComparer.OrdinalIgnoreCase))
            {
                var host = _hosts.GetOrAdd(name, _ => new SemaphoreSlim(limit));
                await host.WaitAsync(cancellationToken);
                places.Add(host);
            }

            return places;
        }
        catch
        {
            places.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var host in _hosts.Values)
        {
            host.Dispose();
        }
    }

    private sealed class Places : IDisposable
    {
        private readonly List<SemaphoreSlim> _hosts = new(2);

        public void Add(SemaphoreSlim host) => _hosts.Add(host);

        public void Dispose() => _hosts.ForEach(host => host.Release());
    }
}
