using System.Text.Json.Serialization;

namespace SreGym.Conductor.Operators;

/// <summary>What <c>POST /episodes</c> takes. Everything but the problem may be left out.</summary>
internal sealed record StartEpisodeBody(
    string? Problem,
    Dictionary<string, string>? Options,
    string? Target,
    [property: JsonPropertyName("target_options")] Dictionary<string, string>? TargetOptions,
    string? Agent,
    long? Seed,
    string? Rights,
    double? Workload);
