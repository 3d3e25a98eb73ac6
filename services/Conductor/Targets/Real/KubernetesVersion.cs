using System.Globalization;
using System.Text.RegularExpressions;

namespace SreGym.Conductor.Targets.Real;

/// <summary>Version of a Kubernetes API server, as far as its behaviour depends on it.</summary>
internal sealed partial record KubernetesVersion(int Major, int Minor)
{
    /// <summary>The oldest that is supported.</summary>
    public static KubernetesVersion Oldest { get; } = new(1, 20);

    /// <summary>The newest that is known; newer ones are tried.</summary>
    public static KubernetesVersion Newest { get; } = new(1, 36);

    /// <summary>True from 1.28 on: kubelets report a pull secret that does not exist (kubernetes/kubernetes#117927).</summary>
    public bool WarnsOfMissingPullSecret => IsAtLeast(1, 28);

    public bool IsSupported => IsAtLeast(Oldest.Major, Oldest.Minor);

    /// <summary>Reads <c>v1.29.4-eks-036c24b</c> and the like; null when it is no version.</summary>
    public static KubernetesVersion? Find(string gitVersion) => Pattern().Match(gitVersion) is { Success: true } match
        ? new KubernetesVersion(Number(match.Groups[1]), Number(match.Groups[2]))
        : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");

    private bool IsAtLeast(int major, int minor) => Major > major || (Major == major && Minor >= minor);

    private static int Number(Group digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^v?(\d+)\.(\d+)")]
    private static partial Regex Pattern();
}
