using System.ComponentModel.DataAnnotations;

namespace SreGym.ServiceDefaults.Harness;

/// <summary>The token that lets the harness's own services talk to each other.</summary>
public sealed class HarnessOptions
{
    /// <summary>Configuration section.</summary>
    public const string SectionName = "Harness";

    /// <summary>Bearer token of this run, made by the AppHost.</summary>
    /// <value>Required; at least 16 characters.</value>
    [Required, MinLength(16)]
    public string Token { get; set; } = "";
}
