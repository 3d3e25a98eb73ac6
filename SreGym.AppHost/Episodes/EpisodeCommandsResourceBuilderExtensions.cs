using Grpc.Core;

namespace SreGym.AppHost.Episodes;

/// <summary>The buttons on the conductor's row in the dashboard.</summary>
internal static class EpisodeCommandsResourceBuilderExtensions
{
    /// <summary>Start an episode, recover the latest one, open its report.</summary>
    public static IResourceBuilder<ProjectResource> WithEpisodeCommands(this IResourceBuilder<ProjectResource> conductor, EpisodeDesk desk) =>
        conductor
            .WithCommand("start-episode", "Start episode", context => StartAsync(desk, context), new CommandOptions
            {
                Description = "Runs the incident once more, as the command line described it.",
                IconName = "PlayCircle",
                IsHighlighted = true,
            })
            .WithCommand("recover", "Recover", context => RecoverAsync(desk, context), new CommandOptions
            {
                Description = "Ends the latest episode and brings its subject back to the baseline.",
                ConfirmationMessage = "End the latest episode and undo what it changed?",
                IconName = "ArrowUndo",
            })
            .WithCommand("open-report", "Open report", _ => Task.FromResult(ReportOpener.Open(desk.Latest)), new CommandOptions
            {
                Description = "Opens the latest episode's report.",
                IconName = "DocumentText",
            });

    private static async Task<ExecuteCommandResult> StartAsync(EpisodeDesk desk, ExecuteCommandContext context)
    {
        try
        {
            var episode = await desk.StartAsync(context.CancellationToken);
            desk.FollowInBackground(episode.EpisodeId);
            return CommandResults.Success($"Episode {episode.EpisodeId} runs with seed {episode.Seed}.");
        }
        catch (RpcException error)
        {
            return CommandResults.Failure(error.Status.Detail);
        }
    }

    private static async Task<ExecuteCommandResult> RecoverAsync(EpisodeDesk desk, ExecuteCommandContext context)
    {
        if (desk.Latest is not { } latest)
        {
            return CommandResults.Failure("There has been no episode yet.");
        }

        try
        {
            var response = await desk.RecoverAsync(latest.EpisodeId, context.CancellationToken);
            return response.Leftovers.Count == 0
                ? CommandResults.Success($"Episode {latest.EpisodeId} is recovered.")
                : CommandResults.Failure($"Left over after recovery: {string.Join(", ", response.Leftovers)}");
        }
        catch (RpcException error)
        {
            return CommandResults.Failure(error.Status.Detail);
        }
    }
}
