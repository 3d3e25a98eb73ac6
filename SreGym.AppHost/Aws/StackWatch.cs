using SreGym.AppHost.Aws.Calls;
using SreGym.AppHost.Episodes;

namespace SreGym.AppHost.Aws;

/// <summary>Shows a stack's events as they come; when it fails, says which resource and why, and leaves nothing half made.</summary>
/// <param name="access">Who asks AWS.</param>
/// <param name="provisioned">Completes when the stack is what it should be.</param>
/// <param name="desk">Learns of a failure, which nothing else would tell it: what waits for a stack that failed waits for ever.</param>
/// <param name="trace">Keeps a failure for the trace.</param>
/// <param name="time">The clock.</param>
internal sealed class StackWatch(AwsAccess access, Task provisioned, EpisodeDesk desk, StackSpan trace, TimeProvider time) : EarlyService
{
    // A change set of a stack that is unchanged otherwise takes seconds to be made.
    private static readonly TimeSpan s_quietLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);
    private const int Patience = 10;

    private readonly AwsClient _client = new(access, time);
    private StackRecord? _record;

    public override void Dispose()
    {
        _client.Dispose();
        base.Dispose();
    }

    protected override async Task PrepareAsync(CancellationToken stoppingToken)
    {
        _record = new StackRecord(new CloudFormationCalls(_client));
        try
        {
            await _record.BeginAsync(AwsSettings.StackName, stoppingToken);
        }
        catch (AwsException)
        {
            // The first look asks the same, and says what it is told.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var began = time.GetUtcNow();
        try
        {
            if (await FindFailureAsync(stoppingToken) is { } failure)
            {
                if (await trace.SendAsync(began, _record!.Events, failure, stoppingToken) is { } page)
                {
                    Say($"trace {page}");
                }

                await desk.Refuse($"AWS: {failure.Message}");
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Say($"{AwsSettings.StackName} stays; delete it with ./run --target aws --destroy");
        }
    }

    private async Task<StackFailure?> FindFailureAsync(CancellationToken stoppingToken)
    {
        var quietSince = time.GetTimestamp();
        var unanswered = 0;
        while (true)
        {
            // Known before it looks, so that the last look sees everything.
            var isLast = provisioned.IsCompleted;
            try
            {
                var state = await new CloudFormationCalls(_client).FindAsync(AwsSettings.StackName, stoppingToken);
                if (await ReadAsync(state, stoppingToken))
                {
                    quietSince = time.GetTimestamp();
                }

                if (isLast)
                {
                    Say(_record!.Events.Count > 0 ? $"{AwsSettings.StackName} is ready" : $"{AwsSettings.StackName} is there already, and nothing of it changes");
                    return null;
                }

                if (await JudgeAsync(state, time.GetElapsedTime(quietSince), stoppingToken) is { } failure)
                {
                    return failure;
                }

                unanswered = 0;
            }
            catch (AwsException refused) when (refused.MayPass && ++unanswered < Patience)
            {
                Say($"{refused.Message} ({refused.Code}); asking again");
            }
            catch (AwsException refused)
            {
                return new StackFailure(refused.Code, $"{refused.Message} ({refused.Code})");
            }

            await Task.Delay(s_pause, time, stoppingToken);
        }
    }

    private async Task<bool> ReadAsync(StackState? state, CancellationToken stoppingToken)
    {
        if (state is null)
        {
            return false;
        }

        var (events, hasNews) = await _record!.ReadAsync(state, stoppingToken);
        foreach (var happened in events)
        {
            Say(happened.ToString());
        }

        return hasNews;
    }

    private async Task<StackFailure?> JudgeAsync(StackState? state, TimeSpan quiet, CancellationToken stoppingToken)
    {
        var name = AwsSettings.StackName;
        switch (state)
        {
            case { IsFailed: true, Status: var status }:
                return new StackFailure(status, await DeleteAsync($"stack {name} was {status}: {_record!.Cause?.ToString() ?? state.Reason ?? "no reason given"}", stoppingToken));
            case { IsUnderReview: true } when _record!.Refusal is { } refusal:
                return new StackFailure(refusal.Status, await DeleteAsync($"stack {name} cannot be made: {refusal.Reason}", stoppingToken));
            case not null when _record!.Refusal is { } refusal:
                return new StackFailure(refusal.Status, $"stack {name} cannot be changed to what this command line asks for: {refusal.Reason.TrimEnd('.')}. "
                    + "It is as it was: run with the options it was made with, or delete it with ./run --target aws --destroy.");
            case null or { IsUsable: true } or { IsUnderReview: true } when quiet > s_quietLimit:
                return new StackFailure("Quiet", $"stack {name} is not being {(state is null ? "made" : "changed")}: nothing has happened for "
                    + $"{s_quietLimit.TotalSeconds:0} s; the log of resource '{TargetClusterHostingExtensions.ResourceName}' in the dashboard says why.");
            default:
                return null;
        }
    }

    private async Task<string> DeleteAsync(string failure, CancellationToken stoppingToken)
    {
        try
        {
            await new StackDestroyer(_client, time).DestroyAsync(AwsSettings.StackName, Say, stoppingToken);
            return $"{failure.TrimEnd('.')}. It is deleted.";
        }
        catch (AwsException undeleted)
        {
            return $"{failure.TrimEnd('.')}. It could not be deleted ({undeleted.Message}): try ./run --target aws --destroy.";
        }
    }

    private static void Say(string line) => Console.Error.WriteLine($"  AWS: {line}");
}
