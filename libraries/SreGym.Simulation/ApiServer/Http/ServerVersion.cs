using System.Text.Json.Nodes;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>The Kubernetes version the API server stands for.</summary>
public static class ServerVersion
{
    /// <summary>As <c>kubectl version</c> prints it.</summary>
    public const string GitVersion = "v1.36.2";

    internal static JsonObject ToJson() => new()
    {
        ["major"] = "1",
        ["minor"] = "36",
        ["emulationMajor"] = "1",
        ["emulationMinor"] = "36",
        ["minCompatibilityMajor"] = "1",
        ["minCompatibilityMinor"] = "35",
        ["gitVersion"] = GitVersion,
        ["gitCommit"] = "8e16b12fda5b1dccc41a6de48b3e356cc7d5048b",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "2026-06-10T00:00:00Z",
        ["goVersion"] = "go1.26.10",
        ["compiler"] = "gc",
        ["platform"] = "linux/amd64",
    };
}
