using Microsoft.Extensions.Options;
using SreGym.Conductor.Storage;

namespace SreGym.Conductor.Tests.Targets;

/// <summary>A folder of this test run for everything.</summary>
internal sealed class FolderMonitor : IOptionsMonitor<FolderOptions>
{
    public FolderOptions CurrentValue { get; } = new() { Directory = Path.Combine(Path.GetTempPath(), $"conductor-targets-{Environment.ProcessId}") };

    public FolderOptions Get(string? name) => CurrentValue;

    public IDisposable? OnChange(Action<FolderOptions, string?> listener) => null;
}
