using SreGym.AppHost.Aws.Calls;
using SreGym.AppHost.Options;
using SreGym.Contracts.Targets;

namespace SreGym.AppHost.Aws;

/// <summary>What happens on AWS before anything is created there: credentials, costs, consent; or the end of what is there.</summary>
internal static class AwsPreparation
{
    private const string NoPublicAddress =
        "this machine's public address cannot be found out; give --operator-cidr <it>/32: from there alone the Kubernetes API can be reached; "
        + "or --aws-access ssm.";

    private static readonly TimeSpan s_answerLimit = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_deleteLimit = TimeSpan.FromMinutes(20);

    /// <summary>The options with what was found out; null means that the process ends with the exit code at once.</summary>
    public static async Task<(RunOptions? Options, int ExitCode)> RunAsync(IDistributedApplicationBuilder builder, RunOptions options)
    {
        var settings = options.Aws;
        if (options.Target != TargetNames.Aws)
        {
            return (options, ExitCodes.Passed);
        }

        var (access, obstacle) = AwsAccess.Find(settings.Region, settings.Profile);
        if (access is null)
        {
            return (null, ExitCodes.Refuse(obstacle!));
        }

        options = options with { AwsAccess = access };
        using var client = new AwsClient(access, TimeProvider.System);
        try
        {
            var account = await FindAccountAsync(client);
            if (settings.Destroy)
            {
                return (null, await DestroyAsync(client, account));
            }

            return settings.Cluster is null
                ? await PrepareStackAsync(client, account, TargetClusterTemplate.FindPath(builder), options)
                : (options, ExitCodes.Passed);
        }
        catch (AwsException refused)
        {
            return (null, ExitCodes.Refuse($"AWS: {refused.Message} ({refused.Code}, region {access.Region})"));
        }
        catch (OperationCanceledException)
        {
            return (null, ExitCodes.Refuse(
                $"AWS: {AwsSettings.StackName} was not at rest within {s_deleteLimit.TotalMinutes:0} min; see its events in CloudFormation, and try again."));
        }
    }

    private static async Task<(RunOptions? Options, int ExitCode)> PrepareStackAsync(
        AwsClient client, string account, string template, RunOptions options)
    {
        var settings = options.Aws;
        if (settings is { OperatorCidr: null, IsBySsm: false })
        {
            settings = settings with { OperatorCidr = await FindOperatorAsync(client) };
        }

        if (settings is { OperatorCidr: null, IsBySsm: false })
        {
            return (null, ExitCodes.Refuse(NoPublicAddress));
        }

        await ValidateAsync(client, template);
        var refusal = await AgreeAsync(client, account, settings);
        return refusal is { } exitCode ? (null, exitCode) : (options with { Aws = settings }, ExitCodes.Passed);
    }

    // An endpoint of one's own is none that the internet would come to.
    private static Task<string?> FindOperatorAsync(AwsClient client) => client.Access.Endpoint is null
        ? PublicAddress.FindCidrAsync(PublicAddress.Service, CancellationToken.None)
        : Task.FromResult<string?>(null);

    private static Task<string> FindAccountAsync(AwsClient client) => WithinLimitAsync(async limit =>
    {
        var answer = await client.QueryAsync("sts", "2011-06-15", "GetCallerIdentity", [], limit);
        return answer.Descendants("Account").First().Value;
    });

    private static Task<bool> ValidateAsync(AwsClient client, string template) => WithinLimitAsync(async limit =>
    {
        await new CloudFormationCalls(client).ValidateAsync(await File.ReadAllTextAsync(template, limit), limit);
        return true;
    });

    private static async Task<T> WithinLimitAsync<T>(Func<CancellationToken, Task<T>> call)
    {
        using var limit = new CancellationTokenSource(s_answerLimit);
        try
        {
            return await call(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new AwsException(
                AwsException.Unreachable, $"no answer within {s_answerLimit.TotalSeconds:0} s; check the network and AWS_ENDPOINT_URL.");
        }
    }

    private static async Task<int?> AgreeAsync(AwsClient client, string account, AwsSettings settings)
    {
        Say($"account {account}, {client.Access.Region}");
        Say($"k3s {settings.K3sVersion}; its API can be reached {(settings.IsBySsm ? "by Session Manager" : $"from {settings.OperatorCidr}")} only");
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

    // Of a stack that was rolled back, or never begun, nothing can be made any more; one whose time is over would be found complete and unchanged.
    private static async Task RemoveSpentStackAsync(AwsClient client)
    {
        using var limit = new CancellationTokenSource(s_deleteLimit);
        var stack = await new StackPatience(new CloudFormationCalls(client), TimeProvider.System).WaitAsync(AwsSettings.StackName, Say, limit.Token);
        var spent = stack switch
        {
            { IsUnderReview: true } or { IsFailed: true } => $"is {stack.Status}",
            { IsUsable: true } => await new InstanceLifetime(client, TimeProvider.System).FindLeftAsync(stack, limit.Token) switch
            {
                null => "has no instances any more",
                { TotalMinutes: < AwsSettings.LeastMinutes } left => $"ends itself in {Math.Max(0, left.TotalMinutes):0} min, too early for an episode",
                _ => null,
            },
            _ => null,
        };
        if (spent is not null)
        {
            Say($"{AwsSettings.StackName} of an earlier run {spent}: deleting it");
            await new StackDestroyer(client, TimeProvider.System).DestroyAsync(AwsSettings.StackName, Say, limit.Token);
        }
    }

    private static async Task<int> DestroyAsync(AwsClient client, string account)
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

    private static void Say(string line) => Console.Error.WriteLine($"  AWS: {line}");
}
