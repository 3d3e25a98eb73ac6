using Microsoft.Extensions.Options;
using SreGym.Conductor.Storage;

namespace SreGym.Conductor.Tests.Targets;

/// <summary>One folder for everything: by default one of this test run.</summary>
internal sealed class FolderMonitor(string? folder = null) : IOptionsMonitor<FolderOptions>
{
    public FolderOptions CurrentValue { get; } =
        new() { Directory = folder ?? Path.Combine(Path.GetTempPath(), $"conductor-targets-{Environment.ProcessId}") };

    public FolderOptions Get(string? name) => CurrentValue;

    public IDisposable? OnChange(Action<FolderOptions, string?> listener) => null;
}
