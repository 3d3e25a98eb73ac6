using System.CommandLine;
using System.Runtime.CompilerServices;
using SreGym.Contracts;

namespace SreGym.Cli.Recovery;

/// <summary><c>sregym recover</c> and <c>sregym cleanup</c>: take back what interrupted episodes have left.</summary>
internal static class RecoveryCommands
{
    public static Command Recover()
    {
        var episode = new Option<string>("--episode") { Description = "Id of the episode, as ./run prints it.", Required = true };
        return Create(
            "recover",
            "Takes back what one episode has left in its cluster; no service needs to run.",
            episode,
            (run, parsed, cancellationToken) => run.RecoverAsync(parsed.GetRequiredValue(episode), cancellationToken));
    }

    public static Command CleanUp()
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Only lists them." };
        return Create(
            "cleanup",
            "Takes back what every unfinished episode has left; no service needs to run.",
            dryRun,
            (run, parsed, cancellationToken) => run.CleanUpAsync(parsed.GetValue(dryRun), cancellationToken));
    }

    private static Command Create(string name, string description, Option own, Func<RecoveryRun, ParseResult, CancellationToken, Task<int>> work)
    {
        var options = new RecoveryOptions();
        var command = new Command(name, description) { own };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            // Kubernetes' models are read by reflection, which the program compiled to machine code does not have; the compiler sees
            // the same constant and leaves the rest of this out.
            if (!RuntimeFeature.IsDynamicCodeSupported)
            {
                await error.WriteLineAsync($"sregym: '{name}' needs the .NET runtime: call it as ./sregym {name}.");
                return ExitCodes.Usage;
            }

            try
            {
                var settings = options.Read(parsed);
                var run = new RecoveryRun(settings, new RecoveryReport(settings.IsJson, output, error), TimeProvider.System);
                return await work(run, parsed, cancellationToken);
            }
            catch (Exception wrong) when (wrong is UsageException or SreGymException)
            {
                await error.WriteLineAsync($"sregym: {wrong.Message}");
                return ExitCodes.Usage;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                await error.WriteLineAsync("sregym: cancelled; what is taken back stays so, a second call takes up the rest.");
                return ExitCodes.Cancelled;
            }
        });
        return command;
    }
}
