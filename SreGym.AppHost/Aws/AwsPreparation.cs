using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using SreGym.AppHost.Aws.Calls;
using SreGym.AppHost.Options;
using SreGym.Contracts.Targets;

namespace SreGym.AppHost.Aws;

/// <summary>What happens on AWS before anything is created there: credentials, costs, consent; or the end of what is there.</summary>
internal static partial class AwsPreparation
{
    private const string Plugin = "session-manager-plugin";

    private static readonly TimeSpan s_identityLimit = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_deleteLimit = TimeSpan.FromMinutes(20);

    /// <summary>Null when the run can go on; else the exit code of the process.</summary>
    public static async Task<int?> RunAsync(RunOptions options)
    {
        var settings = options.Aws;
        if (options.Target != TargetNames.Aws)
        {
            return settings.Destroy ? ExitCodes.Refuse("--destroy is for --target aws; the other targets clean up by themselves.") : null;
        }

        var (access, obstacle) = AwsAccess.Find(settings.Region, settings.Profile);
        if (access is null)
        {
            return ExitCodes.Refuse(obstacle!);
        }

        using var client = new AwsClient(access, TimeProvider.System);
        try
        {
            var account = await FindAccountAsync(client);
            return settings switch
            {
                { Destroy: true } => await DestroyAsync(client, account, settings),
                { Cluster: not null } => null,
                _ => FindMistake(settings) is { } mistake ? ExitCodes.Refuse(mistake) : await AgreeAsync(client, account, settings),
            };
        }
        catch (AwsException refused)
        {
            return ExitCodes.Refuse($"AWS: {refused.Message} ({refused.Code}, region {access.Region})");
        }
    }

    private static async Task<string> FindAccountAsync(AwsClient client)
    {
        using var limit = new CancellationTokenSource(s_identityLimit);
        try
        {
            var answer = await client.QueryAsync("sts", "2011-06-15", "GetCallerIdentity", [], limit.Token);
            return answer.Descendants("Account").First().Value;
        }
        catch (OperationCanceledException)
        {
            throw new AwsException(
                "Unreachable", $"no answer within {s_identityLimit.TotalSeconds:0} s; check the network and AWS_ENDPOINT_URL.");
        }
    }

    private static string? FindMistake(AwsSettings settings) => settings switch
    {
        { TimeToLiveMinutes: < 15 or > 1440 } => $"--ttl {settings.TimeToLiveMinutes} is out of range; give 15 to 1440 minutes.",
        { Agents: < 0 or > 3 } => $"--agents {settings.Agents} is out of range; give 0 to 3.",
        { IsBySsm: true, OperatorCidr: not null } =>
            "--aws-access ssm opens the Kubernetes API to nobody; leave out --operator-cidr.",
        { IsBySsm: true } when !ExecutableSearch.Finds(Plugin) =>
            $"--aws-access ssm needs the command '{Plugin}' on the PATH; install AWS's Session Manager plugin, or give --operator-cidr instead.",
        { IsBySsm: false, OperatorCidr: null } =>
            "--target aws needs --operator-cidr <your public address>/32: from there alone the Kubernetes API can be reached; or --aws-access ssm.",
        _ when settings.OperatorCidr is not null && !IsNarrow(settings.OperatorCidr) =>
            $"--operator-cidr '{settings.OperatorCidr}' is no narrow IPv4 range; give e.g. 203.0.113.7/32.",
        { K3sSha256: null } =>
            $"--target aws needs --k3s-sha256 <checksum of k3s {settings.K3sVersion}>; see the release's sha256sum-amd64.txt.",
        _ when !Checksum().IsMatch(settings.K3sSha256) =>
            $"--k3s-sha256 '{settings.K3sSha256}' is no SHA-256; give 64 lower-case hexadecimal digits.",
        _ => null,
    };

    private static async Task<int?> AgreeAsync(AwsClient client, string account, AwsSettings settings)
    {
        Say($"account {account}, {client.Access.Region}");
        Say(HourlyCost.Describe(settings.InstanceType, settings.Agents, settings.TimeToLiveMinutes));
        if (!settings.Yes)
        {
            if (Console.IsInputRedirected)
            {
                return ExitCodes.Refuse("nothing is created on AWS without consent; add --yes to agree to these costs.");
            }

            await Console.Error.WriteAsync("  create it? [yes/no] ");
            if (await Console.In.ReadLineAsync() is not ("yes" or "y"))
            {
                return ExitCodes.Refuse("nothing was created.");
            }
        }

        await RemoveSpentStackAsync(client);
        return null;
    }

    // Of a stack that was rolled back nothing can be made any more; one whose time is over would be found complete and unchanged.
    private static async Task RemoveSpentStackAsync(AwsClient client)
    {
        using var limit = new CancellationTokenSource(s_deleteLimit);
        var destroyer = new StackDestroyer(client, TimeProvider.System);
        var state = await new CloudFormationCalls(client).FindAsync(AwsSettings.StackName, limit.Token);
        var isSpent = state switch
        {
            null or { IsBusy: true } => false,
            { IsUsable: true } => !(await destroyer.SweepAsync(limit.Token)).Any(each =>
                each.Stack == AwsSettings.StackName && each.Id.StartsWith("i-", StringComparison.Ordinal)),
            { Status: var status } => status is "ROLLBACK_COMPLETE" or "ROLLBACK_FAILED" or "CREATE_FAILED" or "DELETE_FAILED",
        };
        if (isSpent)
        {
            Say($"{AwsSettings.StackName} of an earlier run has no instances any more: deleting it");
            await destroyer.DestroyAsync(AwsSettings.StackName, Say, limit.Token);
        }
    }

    private static async Task<int> DestroyAsync(AwsClient client, string account, AwsSettings settings)
    {
        Say($"deleting {AwsSettings.StackName} in account {account}, {client.Access.Region}");
        using var limit = new CancellationTokenSource(s_deleteLimit);
        var destroyer = new StackDestroyer(client, TimeProvider.System);
        await destroyer.DestroyAsync(AwsSettings.StackName, Say, limit.Token);
        var left = await destroyer.SweepAsync(limit.Token);
        foreach (var leftover in left)
        {
            Say($"left: {leftover.Id} of stack {leftover.Stack}");
        }

        Say(left.Count == 0 ? "nothing is left that carries the tags of a target cluster" : "delete these by hand, or their stacks");
        return left.Count == 0 ? ExitCodes.Passed : ExitCodes.Failed;
    }

    private static bool IsNarrow(string cidr) =>
        IPNetwork.TryParse(cidr, out var network) && network is { PrefixLength: >= 8, BaseAddress.AddressFamily: AddressFamily.InterNetwork };

    private static void Say(string line) => Console.Error.WriteLine($"  AWS: {line}");

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Checksum();
}
