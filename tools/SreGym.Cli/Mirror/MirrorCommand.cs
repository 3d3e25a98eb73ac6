using System.CommandLine;

namespace SreGym.Cli.Mirror;

/// <summary><c>sregym mirror</c>: copies images into a registry.</summary>
internal static class MirrorCommand
{
    public static Command Create()
    {
        var arguments = new MirrorArguments();
        var command = new Command("mirror", "Copies images into a registry without changing a byte; what is there already is not sent again.");
        arguments.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            try
            {
                var settings = await arguments.ReadAsync(parsed, cancellationToken);
                using var run = new MirrorRun(settings, output, error, TimeProvider.System);
                return await run.RunAsync(cancellationToken);
            }
            catch (UsageException wrong)
            {
                await error.WriteLineAsync($"sregym: {wrong.Message}");
                return ExitCodes.Usage;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                await error.WriteLineAsync("sregym: cancelled; what has been copied stays, a second run takes up the rest.");
                return ExitCodes.Cancelled;
            }
        });
        return command;
    }
}
