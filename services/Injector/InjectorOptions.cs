using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SreGym.Injector;

/// <summary>Settings of the Injector.</summary>
public sealed class InjectorOptions
{
    /// <summary>Configuration section.</summary>
    public const string SectionName = "Injector";

    /// <summary>How long one wait for the subject may take, in seconds.</summary>
    /// <value>300.</value>
    [Range(1, 3600)]
    public double PatienceSeconds { get; set; } = 300;

    /// <summary>Replacements for the application's public images: the reference as in the manifests, and the one to use instead.</summary>
    /// <value>None.</value>
    [ValidateEnumeratedItems]
    public IList<ImageReplacement> Images { get; } = [];

    /// <summary><see cref="PatienceSeconds"/> as a span of time.</summary>
    public TimeSpan Patience => TimeSpan.FromSeconds(PatienceSeconds);

    /// <summary>The image to use for a reference in a manifest.</summary>
    public string Resolve(string image) => Images.FirstOrDefault(replacement => replacement.From == image)?.To ?? image;
}
