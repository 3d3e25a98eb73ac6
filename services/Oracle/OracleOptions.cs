using System.ComponentModel.DataAnnotations;

namespace SreGym.Oracle;

/// <summary>Settings of the Oracle.</summary>
public sealed class OracleOptions
{
    /// <summary>Configuration section.</summary>
    public const string SectionName = "Oracle";

    /// <summary>How long a repair has to hold when the request does not say, in seconds.</summary>
    /// <value>5.</value>
    [Range(0.01, 3600)]
    public double StabilityWindowSeconds { get; set; } = 5;

    /// <summary><see cref="StabilityWindowSeconds"/> as a span of time.</summary>
    public TimeSpan StabilityWindow => TimeSpan.FromSeconds(StabilityWindowSeconds);
}
