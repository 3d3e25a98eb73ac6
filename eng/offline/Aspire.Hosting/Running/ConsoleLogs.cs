using System.Collections.Concurrent;

namespace Aspire.Hosting.Running;

/// <summary>What every resource wrote, by instance name.</summary>
internal sealed class ConsoleLogs(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, ConsoleLog> _logs = new();

    public ConsoleLog Get(string instanceName) => _logs.GetOrAdd(instanceName, _ => new ConsoleLog(time));
}
