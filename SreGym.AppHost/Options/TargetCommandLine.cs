using System.CommandLine;
using SreGym.Contracts.Targets;

namespace SreGym.AppHost.Options;

/// <summary>The options of targets on the command line. Which target takes which is the Conductor's to say.</summary>
internal sealed class TargetCommandLine
{
    private readonly Option<string?> _context = new("--context") { Description = "Context of the kubeconfig (kubeconfig)." };
    private readonly Option<string?> _kubeconfig = new("--kubeconfig")
    {
        Description = "A kubeconfig; without it the one kubectl uses (kubeconfig).",
    };

    private readonly Option<string?> _clusterName = new("--cluster-name")
    {
        Description = "Use this kind cluster and keep it; without it one is made and deleted (kind).",
    };

    private readonly Option<string?> _workers = new("--workers") { Description = "Worker nodes of the new cluster (kind) [default: 0]." };
    private readonly Option<string?> _nodeImage = new("--node-image")
    {
        Description = "Node image of the new cluster; without it the kind command's own (kind).",
    };

    private readonly Option<string?> _storage = new("--storage")
    {
        Description = "Volumes: auto, empty-dir, or a StorageClass (real clusters) [default: auto].",
    };

    private readonly Option<string?> _registryImage = new("--registry-image")
    {
        Description = "Image of the private registry (real clusters) [default: registry:2].",
    };

    private readonly Option<string?> _registryExposure = new("--registry-exposure")
    {
        Description = "How nodes reach it: auto, nodeport, clusterip or tls (real clusters) [default: auto].",
    };

    private readonly Option<string?> _registryHost = new("--registry-host")
    {
        Description = "With exposure tls: what nodes call it, with its port where that is not 443 (real clusters).",
    };

    private readonly Option<string?> _registryService = new("--registry-service")
    {
        Description = "With exposure tls: nodeport, clusterip or loadbalancer (real clusters) [default: by the port and certificate].",
    };

    private readonly Option<string?> _registryCertificate = new("--registry-certificate")
    {
        Description = "With exposure tls: PEM file of the certificate it serves, and its chain (real clusters).",
    };

    private readonly Option<string?> _registryCertificateKey = new("--registry-certificate-key")
    {
        Description = "PEM file of that certificate's key (real clusters).",
    };

    private readonly Option<string?> _registryCertificateArn = new("--registry-certificate-arn")
    {
        Description = "With exposure tls: certificate of ACM that an internal load balancer on AWS serves (real clusters).",
    };

    private readonly Option<bool> _configureNodes = new("--configure-nodes")
    {
        Description = "Let a privileged pod on each node tell its containerd where the registry is, as long as the registry exists (real clusters).",
    };

    private readonly Option<bool> _blockPublic = new("--block-public")
    {
        Description = "While the fault is in, keep nodes from the public image's registry, by a privileged pod on each, "
            + "where nothing else in the cluster pulls from there (real clusters).",
    };

    private readonly Option<string[]> _images = new("--image")
    {
        Description = "Use another image, as from=to, e.g. memcached=memcached:1.6; repeatable (real clusters).",
    };

    private readonly Option<string[]> _publicMirrors = new("--public-mirror")
    {
        Description = "Read public images elsewhere, as host=http://address, * for every host; repeatable (real clusters).",
    };

    private readonly Option<string?> _cpuRequest = new("--cpu-request")
    {
        Description = "CPU request of the application's containers: auto, manifest, or a quantity (real clusters) [default: auto].",
    };

    private readonly Option<bool> _adoptNamespaces = new("--adopt-namespaces")
    {
        Description = "Use namespaces that exist already, and leave them at the end (real clusters).",
    };

    private readonly Option<string[]> _others = new("--target-option")
    {
        Description = "Another of the target's options, as name=value; repeatable.",
    };

    /// <summary>For the command.</summary>
    public IReadOnlyList<Option> All =>
    [
        _context, _kubeconfig, _clusterName, _workers, _nodeImage, _storage, _registryImage, _registryExposure, _registryHost, _registryService,
        _registryCertificate, _registryCertificateKey, _registryCertificateArn, _configureNodes, _blockPublic, _images, _publicMirrors, _cpuRequest, _adoptNamespaces, _others,
    ];

    /// <summary>The options that were given, by name.</summary>
    /// <exception cref="FormatException">One is not name=value.</exception>
    public IReadOnlyDictionary<string, string> Read(ParseResult parsed)
    {
        var chosen = new Dictionary<string, string>();
        Add(chosen, TargetOptionNames.Context, parsed.GetValue(_context));
        Add(chosen, TargetOptionNames.Kubeconfig, AbsolutePaths(parsed.GetValue(_kubeconfig)));
        Add(chosen, TargetOptionNames.ClusterName, parsed.GetValue(_clusterName));
        Add(chosen, TargetOptionNames.Workers, parsed.GetValue(_workers));
        Add(chosen, TargetOptionNames.NodeImage, parsed.GetValue(_nodeImage));
        Add(chosen, TargetOptionNames.Storage, parsed.GetValue(_storage));
        Add(chosen, TargetOptionNames.RegistryImage, parsed.GetValue(_registryImage));
        Add(chosen, TargetOptionNames.RegistryExposure, parsed.GetValue(_registryExposure));
        Add(chosen, TargetOptionNames.RegistryHost, parsed.GetValue(_registryHost));
        Add(chosen, TargetOptionNames.RegistryService, parsed.GetValue(_registryService));
        Add(chosen, TargetOptionNames.RegistryCertificate, AbsolutePaths(parsed.GetValue(_registryCertificate)));
        Add(chosen, TargetOptionNames.RegistryCertificateKey, AbsolutePaths(parsed.GetValue(_registryCertificateKey)));
        Add(chosen, TargetOptionNames.RegistryCertificateArn, parsed.GetValue(_registryCertificateArn));
        Add(chosen, TargetOptionNames.ConfigureNodes, parsed.GetValue(_configureNodes) ? "true" : null);
        Add(chosen, TargetOptionNames.BlockPublic, parsed.GetValue(_blockPublic) ? "true" : null);
        Add(chosen, TargetOptionNames.Images, Join(parsed.GetValue(_images)));
        Add(chosen, TargetOptionNames.PublicMirrors, Join(parsed.GetValue(_publicMirrors)));
        Add(chosen, TargetOptionNames.CpuRequest, parsed.GetValue(_cpuRequest));
        Add(chosen, TargetOptionNames.AdoptNamespaces, parsed.GetValue(_adoptNamespaces) ? "true" : null);
        foreach (var option in parsed.GetValue(_others) ?? [])
        {
            var parts = option.Split('=', 2);
            chosen[parts[0]] = parts.Length == 2
                ? parts[1]
                : throw new FormatException($"--target-option '{option}' is not name=value, e.g. --target-option nodes=3.");
        }

        return chosen;
    }

    private static void Add(Dictionary<string, string> chosen, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            chosen[name] = value;
        }
    }

    // Services run in folders of their own.
    private static string? AbsolutePaths(string? paths) => paths is null
        ? null
        : string.Join(Path.PathSeparator, paths.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(Path.GetFullPath));

    private static string? Join(string[]? entries) => entries is { Length: > 0 } ? string.Join(',', entries) : null;
}
