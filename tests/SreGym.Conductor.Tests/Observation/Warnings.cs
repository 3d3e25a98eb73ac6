using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SreGym.Conductor.Observation;

namespace SreGym.Conductor.Tests.Observation;

/// <summary>Keeps what the watcher complains about.</summary>
internal sealed class Warnings : ILogger<SubjectEventWatcher>
{
    private readonly ConcurrentQueue<string> _messages = new();

    public IReadOnlyList<string> Messages => [.. _messages];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _messages.Enqueue(formatter(state, exception));
}
