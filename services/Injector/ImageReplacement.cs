using System.ComponentModel.DataAnnotations;

namespace SreGym.Injector;

/// <summary>An image that is used instead of another.</summary>
public sealed class ImageReplacement
{
    /// <summary>Reference as the manifests write it, e.g. <c>mongo:4.4.6</c>.</summary>
    [Required]
    public string From { get; set; } = "";

    /// <summary>Reference to use instead.</summary>
    [Required]
    public string To { get; set; } = "";
}
