using Xunit.v3;

namespace SreGym.Oci.Tests.Registry;

/// <summary>Says which MUST of distribution-spec v1.1 a test holds: the heading it stands under, and what it demands of a registry.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class MustAttribute(string section, string requirement) : Attribute, ITraitAttribute
{
    public string Section { get; } = section;

    public string Requirement { get; } = requirement;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("distribution-spec", Section)];
}
