using System.Diagnostics;

namespace SreGym.Problems;

/// <summary>Spans of the steps of faults.</summary>
internal static class ProblemsTelemetry
{
    public const string FaultStep = "sregym.fault.step";
    public const string FaultObject = "sregym.fault.object";

    public static ActivitySource Source { get; } = new("SreGym.Problems");
}
