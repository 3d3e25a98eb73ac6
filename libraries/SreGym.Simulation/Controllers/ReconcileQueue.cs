using Microsoft.Extensions.Logging;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.Runtime;

namespace SreGym.Simulation.Controllers;

/// <summary>Objects waiting to be looked at: each at most once, failures again after a growing wait (client-go: util/workqueue).</summary>
internal sealed class ReconcileQueue(WorkLoop loop, Action<ObjectKey> reconcile, ILogger logger)
{
    private static readonly TimeSpan s_firstRetry = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_longestRetry = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly HashSet<ObjectKey> _waiting = [];
    private readonly Dictionary<ObjectKey, int> _failures = [];

    public void Add(ObjectKey key)
    {
        lock (_gate)
        {
            if (!_waiting.Add(key))
            {
                return;
            }
        }

        loop.Post(() => Run(key));
    }

    public void AddAfter(ObjectKey key, TimeSpan delay) => loop.After(delay, () => Add(key));

    private void Run(ObjectKey key)
    {
        lock (_gate)
        {
            _waiting.Remove(key);
        }

        try
        {
            reconcile(key);
            _failures.Remove(key);
        }
        catch (ApiStatusException refusal)
        {
            var failures = _failures[key] = _failures.GetValueOrDefault(key) + 1;
            var wait = s_firstRetry * Math.Pow(2, Math.Min(failures - 1, 20));
            ControllerLog.ReconcileRefused(logger, key.Namespace, key.Name, refusal.Message);
            AddAfter(key, wait < s_longestRetry ? wait : s_longestRetry);
        }
    }
}
