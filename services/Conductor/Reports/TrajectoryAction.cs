using System.Text.Json.Nodes;

namespace SreGym.Conductor.Reports;

/// <summary>One thing the participant did and what came of it.</summary>
internal sealed record TrajectoryAction(DateTimeOffset Time, string Function, JsonObject Arguments, string Outcome);
