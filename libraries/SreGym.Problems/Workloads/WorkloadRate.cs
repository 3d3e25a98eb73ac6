using System.Globalization;

namespace SreGym.Problems.Workloads;

/// <summary>The rates a workload may have, in requests per second.</summary>
public static class WorkloadRate
{
    /// <summary>The highest; above it the API server's proxy is what is measured.</summary>
    public const double Highest = 500;

    /// <summary>Whether requests can be sent at this rate.</summary>
    public static bool IsValid(double requestsPerSecond) => requestsPerSecond is > 0 and <= Highest;

    /// <summary>Why a rate is none, for people.</summary>
    public static string Explain(string field, double requestsPerSecond) => string.Create(
        CultureInfo.InvariantCulture, $"{field} {requestsPerSecond} is no rate: give requests per second, more than 0 and at most {Highest}.");
}
