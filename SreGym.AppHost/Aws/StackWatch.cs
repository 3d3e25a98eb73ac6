using SreGym.AppHost.Aws.Calls;
using SreGym.AppHost.Episodes;

namespace SreGym.AppHost.Aws;

/// <summary>Shows a stack's events as they come; when it fails, says which resource and why, and leaves nothing half made.</summary>
internal sealed class StackWatch(AwsAccess access, EpisodeDesk desk, TimeProvider time) : EarlyService
{
    private const string ChangesUnderReview = "REVIEW_IN_PROGRESS";

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_beginLimit = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var client = new AwsClient(access, time);
        try
        {
            await WatchAsync(client, new CloudFormationCalls(client), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Say($"{AwsSettings.StackName} stays; delete it with ./run --target aws --destroy");
        }
        catch (AwsException refused)
        {
            await desk.Refuse($"AWS: {refused.Message} ({refused.Code})");
        }
    }

    private async Task WatchAsync(AwsClient client, CloudFormationCalls calls, CancellationToken stoppingToken)
    {
        var began = time.GetTimestamp();
        var seen = new HashSet<string>();
        StackEvent? failure = null;
        while (true)
        {
            var state = await calls.FindAsync(AwsSettings.StackName, stoppingToken);
            foreach (var happened in state is null ? [] : await calls.ListEventsAsync(state.Id, stoppingToken))
            {
                if (seen.Add(happened.Id))
                {
                    Say(happened.ToString());
                    failure ??= happened.IsFailure ? happened : null;
                }
            }

            switch (state)
            {
                case { IsUsable: true }:
                    return;
                case { IsFailed: true, Status: var status }:
                    await new StackDestroyer(client, time).DestroyAsync(AwsSettings.StackName, Say, stoppingToken);
                    await desk.Refuse($"AWS: the stack was {status} and is deleted: {failure?.ToString() ?? state.Reason}");
                    return;
                case { Status: ChangesUnderReview } when await calls.FindRefusalAsync(state.Id, stoppingToken) is { } refusal:
                    await new StackDestroyer(client, time).DestroyAsync(AwsSettings.StackName, Say, stoppingToken);
                    await desk.Refuse($"AWS: the stack cannot be made: {refusal}");
                    return;
                case null when time.GetElapsedTime(began) > s_beginLimit:
                    await desk.Refuse(
                        $"AWS: the stack has not begun within {s_beginLimit.TotalSeconds:0} s; resource 'target-cluster' says why.");
                    return;
            }

            await Task.Delay(s_pause, time, stoppingToken);
        }
    }

    private static void Say(string line) => Console.Error.WriteLine($"  AWS: {line}");
}
