using SreGym.Contracts.Common.V1;
using SreGym.Contracts.Targets;
using SreGym.Recovery.Registry;

namespace SreGym.RegistryMirror.Provisioning;

/// <summary>How the registry is set up in one subject.</summary>
internal sealed record RegistryPlan
{
    private const string NodesImageName = "busybox:1.36";

    /// <summary>Image of the registry's container.</summary>
    public required string Image { get; init; }

    /// <summary>True when content lives and dies with the pod.</summary>
    public bool UsesEmptyDir { get; init; }

    /// <summary>StorageClass of the claim; null means the cluster's default.</summary>
    public string? StorageClass { get; init; }

    /// <summary>Port of the Service on every node; null lets the cluster choose; 0 means no such port.</summary>
    public int? NodePort { get; init; } = RegistryNames.NodePort;

    /// <summary>True when only an actual pull can tell under which name nodes reach the registry.</summary>
    public bool NeedsProbe { get; init; }

    /// <summary>Set when nodes reach it by TLS.</summary>
    public RegistryTls? Tls { get; init; }

    /// <summary>Ways to try, in this order.</summary>
    public IReadOnlyList<string> Exposures { get; init; } = [RegistryExposures.NodePort];

    /// <summary>True when nodes may be told where the registry is.</summary>
    public bool ConfiguresNodes { get; init; }

    /// <summary>False when the cluster was seen to refuse privileged pods.</summary>
    public bool MayRunPrivilegedPods { get; init; } = true;

    /// <summary>Image of the pods that tell them.</summary>
    public string NodesImage { get; init; } = NodesImageName;

    /// <summary>True when the namespace is somebody else's and stays.</summary>
    public bool KeepsNamespace { get; init; }

    public static RegistryPlan For(Subject subject)
    {
        var settings = subject.Settings ?? new SubjectSettings();
        var tls = settings.RegistryExposure == RegistryExposures.Tls ? RegistryTls.From(settings) : null;
        return new RegistryPlan
        {
            Image = settings.RegistryImage is { Length: > 0 } image ? image : Resolve(settings, RegistryNames.Image),
            UsesEmptyDir = settings.EmptyDirVolumes,
            StorageClass = settings.StorageClass is { Length: > 0 } storageClass ? storageClass : null,
            NodePort = tls?.Port ?? (settings.RegistryExposure == RegistryExposures.ClusterIp ? 0 : RegistryNames.NodePort),
            Tls = tls,
            NeedsProbe = subject.Target != TargetNames.Embedded,
            Exposures = settings.RegistryExposure switch
            {
                RegistryExposures.NodePort => [RegistryExposures.NodePort],
                RegistryExposures.ClusterIp => [RegistryExposures.ClusterIp],
                RegistryExposures.Tls => [RegistryExposures.Tls],
                _ => [RegistryExposures.NodePort, RegistryExposures.ClusterIp],
            },
            ConfiguresNodes = settings.ConfigureNodes,
            MayRunPrivilegedPods = subject.Capabilities?.CanPurgeCaches != false,
            NodesImage = Resolve(settings, NodesImageName),
            KeepsNamespace = settings.KeptNamespaces.Contains(RegistryNames.Namespace),
        };
    }

    private static string Resolve(SubjectSettings settings, string image) => settings.Images.TryGetValue(image, out var other) ? other : image;
}
