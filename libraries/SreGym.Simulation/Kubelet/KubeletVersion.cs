using System.Globalization;

namespace SreGym.Simulation.Kubelet;

/// <summary>What differs between kubelets.</summary>
internal sealed record KubeletVersion(int Minor)
{
    private const int Newest = 36;

    /// <summary>Warns about missing pull secrets (kubernetes/kubernetes#117927, 1.28).</summary>
    public bool WarnsAboutSecrets => Minor >= 28;

    /// <summary>Checks again who may use a private image that is on the node (KEP-2535, on by default since 1.35).</summary>
    public bool VerifiesCredentials => Minor >= 35;

    public string Full => $"v1.{Minor}.2";

    /// <param name="text">Such as <c>1.27</c>, <c>1.28+</c> or <c>v1.36.2</c>; empty for the newest. A trailing plus means the newest, too.</param>
    /// <exception cref="FormatException">It is none of these.</exception>
    public static KubeletVersion Parse(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.EndsWith('+'))
        {
            return new KubeletVersion(Newest);
        }

        var parts = text.TrimStart('v').Split('.');
        return parts.Length >= 2 && parts[0] == "1" && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var minor)
            ? new KubeletVersion(minor)
            : throw new FormatException($"\"{text}\" is no kubelet version: write it like 1.27 or 1.28+.");
    }
}
