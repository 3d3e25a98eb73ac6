using SreGym.AppHost.Aws;

namespace SreGym.AppHost.Options;

/// <summary>Everything that is settled before anything starts.</summary>
internal static class Preparation
{
    /// <summary>The options as they are to be run; null means that the process ends with the exit code at once.</summary>
    public static async Task<(RunOptions? Options, int ExitCode)> RunAsync(IDistributedApplicationBuilder builder, RunOptions options) =>
        // Deleting a stack needs no ports, which another run may have.
        !options.Aws.Destroy && Preconditions.FindObstacle(builder, options) is { } obstacle
            ? (null, ExitCodes.Refuse(obstacle))
            : await AwsPreparation.RunAsync(builder, options);
}
