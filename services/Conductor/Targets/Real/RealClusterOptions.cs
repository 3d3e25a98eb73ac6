using System.Globalization;
using System.Text.RegularExpressions;
using Grpc.Core;
using SreGym.Contracts;
using SreGym.Contracts.Targets;

namespace SreGym.Conductor.Targets.Real;

/// <summary>How a real cluster is to be used; the same for every target that has one.</summary>
internal sealed partial record RealClusterOptions
{
    /// <summary>Let the target find out.</summary>
    public const string Auto = "auto";

    /// <summary>Volumes that live and die with their pod.</summary>
    public const string EmptyDir = "empty-dir";

    /// <summary>Leave the manifests' requests alone.</summary>
    public const string Manifest = "manifest";

    private static readonly string[] s_exposures = [Auto, "nodeport", "clusterip", RegistryTlsOptions.Exposure];

    public static IReadOnlyList<string> Names { get; } =
    [
        TargetOptionNames.Storage,
        TargetOptionNames.RegistryImage,
        TargetOptionNames.RegistryExposure,
        TargetOptionNames.ConfigureNodes,
        TargetOptionNames.BlockPublic,
        TargetOptionNames.Images,
        TargetOptionNames.PublicMirrors,
        TargetOptionNames.AdoptNamespaces,
        TargetOptionNames.CpuRequest,
        .. RegistryTlsOptions.Names,
    ];

    public string Storage { get; private init; } = Auto;

    public string RegistryImage { get; private init; } = "";

    public string RegistryExposure { get; private init; } = Auto;

    public bool ConfigureNodes { get; private init; }

    public bool BlockPublic { get; private init; }

    /// <summary>Null when the registry does not speak TLS.</summary>
    public RegistryTlsOptions? RegistryTls { get; private init; }

    public IReadOnlyDictionary<string, string> Images { get; private init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> PublicMirrors { get; private init; } = new Dictionary<string, string>();

    public bool AdoptNamespaces { get; private init; }

    public string CpuRequest { get; private init; } = Auto;

    /// <exception cref="SreGymException">The message names option, value and what is allowed.</exception>
    public static RealClusterOptions Read(IReadOnlyDictionary<string, string> options)
    {
        var read = new RealClusterOptions
        {
            Storage = options.GetValueOrDefault(TargetOptionNames.Storage, Auto),
            RegistryImage = options.GetValueOrDefault(TargetOptionNames.RegistryImage, ""),
            RegistryExposure = options.GetValueOrDefault(TargetOptionNames.RegistryExposure, Auto),
            ConfigureNodes = ReadFlag(TargetOptionNames.ConfigureNodes, options.GetValueOrDefault(TargetOptionNames.ConfigureNodes, "false")),
            BlockPublic = ReadFlag(TargetOptionNames.BlockPublic, options.GetValueOrDefault(TargetOptionNames.BlockPublic, "false")),
            RegistryTls = RegistryTlsOptions.Read(options),
            Images = OptionLists.Read(TargetOptionNames.Images, options.GetValueOrDefault(TargetOptionNames.Images)),
            PublicMirrors = OptionLists.Read(TargetOptionNames.PublicMirrors, options.GetValueOrDefault(TargetOptionNames.PublicMirrors)),
            AdoptNamespaces = ReadFlag(TargetOptionNames.AdoptNamespaces, options.GetValueOrDefault(TargetOptionNames.AdoptNamespaces, "false")),
            CpuRequest = options.GetValueOrDefault(TargetOptionNames.CpuRequest, Auto),
        };
        Demand(s_exposures.Contains(read.RegistryExposure), TargetOptionNames.RegistryExposure, read.RegistryExposure, string.Join(", ", s_exposures));
        Demand(
            read.CpuRequest is Auto or Manifest || Quantity().IsMatch(read.CpuRequest),
            TargetOptionNames.CpuRequest,
            read.CpuRequest,
            "auto, manifest, or a quantity such as 50m");
        foreach (var (host, address) in read.PublicMirrors)
        {
            Demand(
                Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https",
                TargetOptionNames.PublicMirrors,
                $"{host}={address}",
                "an http:// or https:// address after the =");
        }

        return read;
    }

    private static bool ReadFlag(string option, string value)
    {
        Demand(value is "true" or "false", option, value, "true or false");
        return value == "true";
    }

    private static void Demand(bool holds, string option, string value, string allowed)
    {
        if (!holds)
        {
            throw new SreGymException(
                StatusCode.InvalidArgument,
                ErrorReasons.UnknownOption,
                string.Create(CultureInfo.InvariantCulture, $"Option '{option}' does not take '{value}': give {allowed}."));
        }
    }

    [GeneratedRegex("^[0-9]+m?$")]
    private static partial Regex Quantity();
}
