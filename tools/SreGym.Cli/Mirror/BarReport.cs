using System.Collections.Concurrent;
using Spectre.Console;
using SreGym.Oci.Mirroring;

namespace SreGym.Cli.Mirror;

/// <summary>A bar for each image on its way, on a terminal.</summary>
internal sealed class BarReport(TextWriter output, TextWriter error, TimeProvider time) : MirrorReport(time)
{
    private readonly ConcurrentDictionary<MirrorItem, ProgressTask> _bars = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> _results = [];
    private readonly List<string> _failures = [];
    private ProgressContext? _context;

    public override Task ShowAsync(Func<Task> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        return console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn())
            .StartAsync(context =>
            {
                _context = context;
                return work();
            });
    }

    public override void Changed(MirrorItem item, CopyProgress progress)
    {
        var bar = _bars.GetOrAdd(item, _ => _context!.AddTask(Markup.Escape($"{item.Target.Repository}:{item.Target.Tag}")));
        bar.MaxValue = Math.Max(1, progress.BytesTotal);
        bar.Value = Math.Min(progress.BytesCopied, bar.MaxValue);
        if (progress.State != CopyState.Copying)
        {
            bar.Value = bar.MaxValue;
            bar.StopTask();
        }
    }

    protected override void WriteCopied(MirrorItem item, CopyProgress result) => _results.Add(Describe(item, result));

    protected override void WriteFailed(MirrorItem item, string message) => _failures.Add($"sregym: {message}");

    protected override void WriteSummary(MirrorTotals totals)
    {
        _results.ForEach(output.WriteLine);
        _failures.ForEach(error.WriteLine);
        output.WriteLine(totals);
    }
}
