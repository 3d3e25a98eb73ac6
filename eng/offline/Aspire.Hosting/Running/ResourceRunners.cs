using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Running;

/// <summary>The runners of everything that is a process.</summary>
internal sealed class ResourceRunners(DistributedApplicationModel model, IServiceProvider services) : IDisposable
{
    private static readonly TimeSpan s_stopLimit = TimeSpan.FromSeconds(11);

    private readonly Dictionary<string, ResourceRunner> _runners = model.Resources
        .Where(resource => resource is ProjectResource or ExecutableResource)
        .ToDictionary(resource => resource.Name, resource => ActivatorUtilities.CreateInstance<ResourceRunner>(services, resource));

    public IReadOnlyCollection<ResourceRunner> All => _runners.Values;

    public void Dispose()
    {
        foreach (var runner in All)
        {
            runner.Dispose();
        }
    }

    public ResourceRunner? Find(IResource resource) => _runners.GetValueOrDefault(resource.Name);

    /// <summary>Stops a resource only after those that wait for it, so that a service can still call others while it ends.</summary>
    public async Task StopAllAsync(TimeProvider time)
    {
        var stops = new Dictionary<ResourceRunner, Task>();
        var all = Task.WhenAll(All.Select(Stop));
        await Task.WhenAny(all, Task.Delay(s_stopLimit, time, CancellationToken.None));

        Task Stop(ResourceRunner runner)
        {
            if (!stops.TryGetValue(runner, out var stop))
            {
                var dependants = All.Where(other => other.Resource.Annotations.OfType<WaitAnnotation>()
                    .Any(wait => ReferenceEquals(wait.Resource, runner.Resource)));
                stop = StopAfterAsync(runner, [.. dependants.Select(Stop)]);
                stops[runner] = stop;
            }

            return stop;
        }
    }

    private static async Task StopAfterAsync(ResourceRunner runner, Task[] dependants)
    {
        await Task.WhenAll(dependants);
        await runner.StopAsync();
    }
}
