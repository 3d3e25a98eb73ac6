using System.Globalization;
using System.Text.RegularExpressions;
using Grpc.Core;
using SreGym.Contracts;
using SreGym.Contracts.Targets;

namespace SreGym.Conductor.Targets.Real;

/// <summary>How nodes reach a registry that speaks TLS.</summary>
internal sealed partial record RegistryTlsOptions
{
    /// <summary>The exposure that these options belong to.</summary>
    public const string Exposure = "tls";

    private const string NodePort = "nodeport";
    private const string ClusterIp = "clusterip";
    private const string LoadBalancer = "loadbalancer";
    private const int FirstNodePort = 30000;
    private const int LastNodePort = 32767;
    private static readonly string[] s_services = [NodePort, ClusterIp, LoadBalancer];

    public static IReadOnlyList<string> Names { get; } =
    [
        TargetOptionNames.RegistryHost,
        TargetOptionNames.RegistryService,
        TargetOptionNames.RegistryCertificate,
        TargetOptionNames.RegistryCertificateKey,
        TargetOptionNames.RegistryCertificateArn,
    ];

    public required string Host { get; init; }

    public required string Service { get; init; }

    public string Certificate { get; private init; } = "";

    public string CertificateArn { get; private init; } = "";

    /// <summary>Null when the registry does not speak TLS.</summary>
    /// <exception cref="SreGymException">One is missing, too many, or does not fit another.</exception>
    public static RegistryTlsOptions? Read(IReadOnlyDictionary<string, string> options)
    {
        if (options.GetValueOrDefault(TargetOptionNames.RegistryExposure) != Exposure)
        {
            return Names.FirstOrDefault(options.ContainsKey) is { } lonely
                ? throw Refused($"Option '{lonely}' needs '{TargetOptionNames.RegistryExposure}' to be '{Exposure}'.")
                : null;
        }

        var host = ReadHost(options);
        var port = host.Split(':') is [_, var digits] ? int.Parse(digits, CultureInfo.InvariantCulture) : 443;
        var isNodePort = port is >= FirstNodePort and <= LastNodePort;
        var hasArn = options.TryGetValue(TargetOptionNames.RegistryCertificateArn, out var arn);
        var hasFiles = options.ContainsKey(TargetOptionNames.RegistryCertificate) && options.ContainsKey(TargetOptionNames.RegistryCertificateKey);
        Demand(
            hasArn ? !options.ContainsKey(TargetOptionNames.RegistryCertificate) && !options.ContainsKey(TargetOptionNames.RegistryCertificateKey) : hasFiles,
            $"'{TargetOptionNames.RegistryExposure}' '{Exposure}' needs either '{TargetOptionNames.RegistryCertificate}' with '{TargetOptionNames.RegistryCertificateKey}', "
            + $"or '{TargetOptionNames.RegistryCertificateArn}' of AWS Certificate Manager.");
        var service = options.GetValueOrDefault(TargetOptionNames.RegistryService, isNodePort && !hasArn ? NodePort : LoadBalancer);
        Demand(
            s_services.Contains(service),
            $"Option '{TargetOptionNames.RegistryService}' does not take '{service}': give {string.Join(", ", s_services)}.");
        Demand(
            service != NodePort || isNodePort,
            $"Option '{TargetOptionNames.RegistryHost}' does not take '{host}' with a Service of type {NodePort}: give a port from {FirstNodePort} to {LastNodePort}.");
        Demand(
            !hasArn || (Arn().IsMatch(arn!) && service == LoadBalancer),
            $"Option '{TargetOptionNames.RegistryCertificateArn}' does not take '{arn}' with a Service of type {service}: "
            + $"give arn:aws:acm:<region>:<account>:certificate/<id>, and {LoadBalancer}.");
        Demand(
            !hasArn || options.GetValueOrDefault(TargetOptionNames.ConfigureNodes) != "true",
            $"'{TargetOptionNames.ConfigureNodes}' has nothing to do with '{TargetOptionNames.RegistryCertificateArn}': nodes know AWS's authorities.");
        return new RegistryTlsOptions
        {
            Host = host,
            Service = service,
            Certificate = hasArn ? "" : RegistryCertificate.Read(options, host.Split(':')[0]),
            CertificateArn = arn ?? "",
        };
    }

    private static string ReadHost(IReadOnlyDictionary<string, string> options)
    {
        var host = options.GetValueOrDefault(TargetOptionNames.RegistryHost, "");
        // Without a dot or a port an image reference would mean Docker Hub.
        return HostAndPort().IsMatch(host) && host.AsSpan().IndexOfAny('.', ':') >= 0
            ? host
            : throw Refused($"Option '{TargetOptionNames.RegistryHost}' does not take '{host}': give the registry's name, "
                + "with its port where that is not 443, e.g. registry.example.org.");
    }

    private static void Demand(bool holds, string message)
    {
        if (!holds)
        {
            throw Refused(message);
        }
    }

    private static SreGymException Refused(string message) => new(StatusCode.InvalidArgument, ErrorReasons.UnknownOption, message);

    [GeneratedRegex("^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9][0-9]{0,4})?$")]
    private static partial Regex HostAndPort();

    [GeneratedRegex("^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[A-Za-z0-9-]+$")]
    private static partial Regex Arn();
}
