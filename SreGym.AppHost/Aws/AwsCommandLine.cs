using System.CommandLine;
using System.CommandLine.Parsing;

namespace SreGym.AppHost.Aws;

/// <summary>The options of <c>--target aws</c>.</summary>
internal sealed class AwsCommandLine
{
    private static readonly AwsSettings s_default = new();

    private readonly Option<string?> _region = new("--region") { Description = "AWS region (aws)." };
    private readonly Option<string?> _profile = new("--profile") { Description = "Profile of the AWS configuration (aws)." };
    private readonly Option<int> _ttl = new("--ttl")
    {
        Description = "Minutes after which the instances end themselves, 15 to 1440 (aws).",
        DefaultValueFactory = _ => s_default.TimeToLiveMinutes,
    };

    private readonly Option<int> _agents = new("--agents") { Description = "Nodes besides the server, 0 to 3 (aws)." };
    private readonly Option<string> _instanceType = new("--instance-type")
    {
        Description = "Type of every instance (aws).",
        DefaultValueFactory = _ => s_default.InstanceType,
    };

    private readonly Option<string?> _operatorCidr = new("--operator-cidr")
    {
        Description = "Addresses that may reach the Kubernetes API, e.g. 203.0.113.7/32 [default: this machine's public one] (aws).",
    };

    private readonly Option<string> _access = new("--aws-access")
    {
        Description = "How the Kubernetes API is reached: direct, from --operator-cidr; or ssm, by a forwarded port (aws).",
        DefaultValueFactory = _ => "direct",
    };

    private readonly Option<string> _k3sVersion = new("--k3s-version")
    {
        Description = "Release of k3s (aws).",
        DefaultValueFactory = _ => s_default.K3sVersion,
    };

    private readonly Option<string?> _k3sSha256 = new("--k3s-sha256") { Description = "SHA-256 of that release's binary; built in for the default (aws)." };
    private readonly Option<string?> _k3sUrl = new("--k3s-url")
    {
        Description = "Where the instances download it [default: k3s' releases] (aws).",
    };

    private readonly Option<bool> _yes = new("--yes") { Description = "Agree to the costs without being asked (aws)." };
    private readonly Option<bool> _destroy = new("--destroy") { Description = "Delete the cluster and check that nothing is left (aws)." };
    private readonly Option<string?> _cluster = new("--cluster") { Description = "eks:<name>: use this EKS cluster and make none (aws)." };

    public AwsCommandLine() => _access.AcceptOnlyFromAmong("direct", "ssm");

    /// <summary>For the command.</summary>
    public IReadOnlyList<Option> All =>
        [_region, _profile, _ttl, _agents, _instanceType, _operatorCidr, _access, _k3sVersion, _k3sSha256, _k3sUrl, _yes, _destroy, _cluster];

    public AwsSettings Read(ParseResult parsed) => new()
    {
        Region = parsed.GetValue(_region),
        Profile = parsed.GetValue(_profile),
        TimeToLiveMinutes = parsed.GetValue(_ttl),
        Agents = parsed.GetValue(_agents),
        InstanceType = parsed.GetValue(_instanceType)!,
        OperatorCidr = parsed.GetValue(_operatorCidr),
        IsBySsm = parsed.GetValue(_access) == "ssm",
        K3sVersion = parsed.GetValue(_k3sVersion)!,
        K3sSha256 = parsed.GetValue(_k3sSha256),
        K3sUrl = parsed.GetValue(_k3sUrl),
        Yes = parsed.GetValue(_yes),
        Destroy = parsed.GetValue(_destroy),
        Cluster = parsed.GetValue(_cluster),
        StackOptions = [.. StackOptions.Select(parsed.GetResult).OfType<OptionResult>().Where(given => !given.Implicit).Select(Quote)],
    };

    private IEnumerable<Option> StackOptions => [_ttl, _agents, _instanceType, _operatorCidr, _access, _k3sVersion, _k3sSha256, _k3sUrl];

    private static string Quote(OptionResult given) => $"{given.Option.Name} {string.Join(' ', given.Tokens.Select(token => token.Value))}";
}
