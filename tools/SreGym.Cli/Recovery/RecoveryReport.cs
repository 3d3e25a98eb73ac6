using System.Text.Json;
using SreGym.Problems.Faults;
using SreGym.Recovery.Episodes;
using SreGym.Recovery.Removal;

namespace SreGym.Cli.Recovery;

/// <summary>Tells what happens: results on standard output, steps beside it; or everything as JSON.</summary>
internal sealed class RecoveryReport(bool isJson, TextWriter output, TextWriter error)
{
    public void Listed(EpisodeRecord record) => Write(
        new RecoveryLine { Event = "unfinished", Episode = record.Spec.EpisodeId, State = record.State.Name(), Message = Describe(record) },
        $"{record.Spec.EpisodeId}: {Describe(record)}");

    public void Nothing(string folder) => WriteNote($"nothing to clean up in {folder}.");

    public Task StepAsync(string episodeId, StepReport step)
    {
        var line = new RecoveryLine
        {
            Event = "step", Episode = episodeId, Step = step.Name, State = step.Status.ToString().ToLowerInvariant(), Message = step.Message,
        };
        if (isJson)
        {
            Write(line, "");
        }
        else if (step.Status is not StepStatus.Started)
        {
            error.WriteLine($"  {step.Name}: {step.Message}" + (step.Status == StepStatus.Skipped ? " (nothing to do)" : ""));
        }

        return Task.CompletedTask;
    }

    public void Left(string episodeId, Leftover leftover)
    {
        Write(
            new RecoveryLine
            {
                Event = "left", Episode = episodeId, Object = leftover.What, Message = leftover.Why,
                Command = leftover.Command.Length > 0 ? leftover.Command : null,
            },
            $"left: {leftover.What}: {leftover.Why}");
        if (!isJson && leftover.Command.Length > 0)
        {
            output.WriteLine($"      {leftover.Command}");
        }
    }

    public void Refused(string episodeId, string message)
    {
        if (isJson)
        {
            Write(new RecoveryLine { Event = "refused", Episode = episodeId, Message = message }, "");
        }

        WriteNote(message);
    }

    public void Finished(string episodeId, int left) => Write(
        new RecoveryLine { Event = "result", Episode = episodeId, State = left == 0 ? "recovered" : "left" },
        left == 0 ? $"episode {episodeId}: nothing is left" : $"episode {episodeId}: {left} left");

    private static string Describe(EpisodeRecord record) =>
        $"target {record.Spec.Target}" + (record.Cluster is { } cluster ? $" ({cluster.Server})" : "") + $", stage {record.Stage.Name()}, holds "
        + (record.Holdings.Count == 0 ? "nothing" : string.Join(", ", record.Holdings.Select(holding => holding.ToString().ToLowerInvariant())))
        + (record.Leftovers.Count == 0 ? "" : $", {record.Leftovers.Count} left by an earlier recovery");

    private void WriteNote(string message) => error.WriteLine($"sregym: {message}");

    private void Write(RecoveryLine line, string text) =>
        output.WriteLine(isJson ? JsonSerializer.Serialize(line, RecoveryJson.Readable.RecoveryLine) : text);
}
