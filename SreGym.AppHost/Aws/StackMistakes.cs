using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using SreGym.AppHost.Options;

namespace SreGym.AppHost.Aws;

/// <summary>What no stack can be made of; found without asking AWS.</summary>
internal static partial class StackMistakes
{
    private const string Plugin = "session-manager-plugin";

    /// <summary>Null when there are none; else option, value and remedy.</summary>
    public static string? Find(AwsSettings settings) => settings switch
    {
        { TimeToLiveMinutes: < AwsSettings.LeastMinutes or > 1440 } =>
            $"--ttl {settings.TimeToLiveMinutes} is out of range; give {AwsSettings.LeastMinutes} to 1440 minutes.",
        { Agents: < 0 or > 3 } => $"--agents {settings.Agents} is out of range; give 0 to 3.",
        { IsBySsm: true, OperatorCidr: not null } =>
            "--aws-access ssm opens the Kubernetes API to nobody; leave out --operator-cidr.",
        { IsBySsm: true } when !ExecutableSearch.Finds(Plugin) =>
            $"--aws-access ssm needs the command '{Plugin}' on the PATH; install AWS's Session Manager plugin, or give --operator-cidr instead.",
        { OperatorCidr: { } cidr } when !IsNarrow(cidr) =>
            $"--operator-cidr '{cidr}' is no narrow IPv4 range; give e.g. 203.0.113.7/32.",
        { K3sSha256: null } =>
            $"--k3s-version {settings.K3sVersion} needs --k3s-sha256 <its checksum>, line k3s of the release's sha256sum-amd64.txt; "
            + $"built in is that of {AwsSettings.DefaultK3sVersion} only.",
        { K3sSha256: { } checksum } when !Checksum().IsMatch(checksum) =>
            $"--k3s-sha256 '{checksum}' is no SHA-256; give 64 lower-case hexadecimal digits.",
        _ => null,
    };

    private static bool IsNarrow(string cidr) =>
        IPNetwork.TryParse(cidr, out var network) && network is { PrefixLength: >= 8, BaseAddress.AddressFamily: AddressFamily.InterNetwork };

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Checksum();
}
