using System.Globalization;
using SreGym.AppHost.Options;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.Conductor.V1;

namespace SreGym.AppHost.Episodes;

/// <summary>Shows an episode: one line per stage on standard error for people, the contract lines on standard output for scripts.</summary>
internal sealed class EpisodeScreen(TextWriter output, TextWriter error, bool isTerminal, TimeProvider time)
{
    private const string StartLine = "start";
    private const string ClearLine = "\r\e[2K";

    private readonly Lock _gate = new();
    private long _begun;
    private DateTimeOffset _lineSince;
    private string? _line;
    private string _detail = "";

    /// <summary>What will run, before anything is up.</summary>
    public void ShowStart(RunOptions options, string? dashboard)
    {
        lock (_gate)
        {
            _begun = time.GetTimestamp();
            error.WriteLine($"  {options.Problem} on {options.Target}, agent {options.Agent}");
            if (dashboard is not null)
            {
                error.WriteLine($"  dashboard {dashboard}");
            }

            error.WriteLine();
            Begin(StartLine, default);
        }
    }

    /// <summary>One update of the conductor about the episode <paramref name="latest"/>.</summary>
    public void Show(WatchEpisodeUpdate update, Episode latest, string? dashboard)
    {
        lock (_gate)
        {
            switch (update.UpdateCase)
            {
                case WatchEpisodeUpdate.UpdateOneofCase.Episode:
                    Enter(EpisodeLines.StageName(update.Episode.Stage), update.Time?.ToDateTimeOffset() ?? time.GetUtcNow());
                    break;
                case WatchEpisodeUpdate.UpdateOneofCase.Step:
                    Advance(update.Step);
                    break;
                case WatchEpisodeUpdate.UpdateOneofCase.Ready:
                    Announce(latest, update.Ready, dashboard);
                    break;
            }
        }
    }

    /// <summary>The verdict.</summary>
    public void ShowEnd(Episode episode, string? dashboard)
    {
        lock (_gate)
        {
            Finish(episode.EndedAt?.ToDateTimeOffset() ?? time.GetUtcNow());
            if (episode.State != EpisodeState.Completed)
            {
                error.WriteLine($"sregym: episode {episode.EpisodeId} could not be run: {episode.Error}");
                return;
            }

            error.WriteLine($"  total {Seconds(time.GetElapsedTime(_begun)),11}");
            error.WriteLine();
            error.WriteLine($"  diagnosis {EpisodeLines.VerdictName(episode.Diagnosis)}, mitigation {EpisodeLines.VerdictName(episode.Mitigation)}");
            error.WriteLine($"  report    {Path.ChangeExtension(episode.ReportPath, ".html")}");
            if (dashboard is not null && episode.TraceId.Length > 0)
            {
                error.WriteLine($"  trace     {DashboardAddress.Page(dashboard, $"/traces/detail/{episode.TraceId}")}");
            }

            output.WriteLine(EpisodeLines.Episode(episode));
            output.Flush();
        }
    }

    /// <summary>What would be created.</summary>
    public void ShowPlan(IReadOnlyList<string> lines)
    {
        lock (_gate)
        {
            Finish(time.GetUtcNow());
            output.WriteLine(string.Join(Environment.NewLine, lines));
            output.Flush();
        }
    }

    /// <summary>What people should know meanwhile.</summary>
    public void ShowNote(string note)
    {
        lock (_gate)
        {
            Erase();
            error.WriteLine($"  {note}");
            Redraw();
        }
    }

    /// <summary>Why there is no verdict.</summary>
    public void ShowError(string reason)
    {
        lock (_gate)
        {
            Erase();
            _line = null;
            error.WriteLine($"sregym: {reason}");
        }
    }

    private void Enter(string stage, DateTimeOffset at)
    {
        if (_line != stage)
        {
            Finish(at);
            Begin(stage, at);
        }
    }

    private void Advance(Step step)
    {
        var text = step.Message.Length > 0 ? step.Message : step.Name;
        if (step.State == StepState.Failed)
        {
            Erase();
            error.WriteLine($"  ! {step.Name}: {step.Message}");
        }

        _detail = text;
        Redraw();
    }

    private void Announce(Episode episode, ParticipantReady ready, string? dashboard)
    {
        Erase();
        output.WriteLine(EpisodeLines.Ready(episode, ready, dashboard));
        output.Flush();
        if (episode.Agent == Contracts.Participants.BuiltInAgents.None)
        {
            error.WriteLine();
            error.WriteLine(string.Join(Environment.NewLine, ready.Task.TrimEnd().Split('\n').Select(line => $"    {line}")));
            error.WriteLine();
        }

        Redraw();
    }

    private void Begin(string line, DateTimeOffset at)
    {
        (_line, _lineSince, _detail) = (line, at, "");
        Redraw();
    }

    private void Finish(DateTimeOffset at)
    {
        Erase();
        if (_line is not null && _line.Length > 0)
        {
            // The first line is timed here, the stages by the conductor's clock.
            var elapsed = _line == StartLine ? time.GetElapsedTime(_begun) : at - _lineSince;
            error.WriteLine($"  {_line,-10} {Seconds(elapsed),7}");
        }

        _line = null;
    }

    private void Redraw()
    {
        if (isTerminal && _line is not null)
        {
            var text = $"  {_line,-10} {"…",7}  {_detail}".ReplaceLineEndings(" ");
            error.Write(ClearLine + (text.Length < 110 ? text : text[..110]));
        }
    }

    private void Erase()
    {
        if (isTerminal)
        {
            error.Write(ClearLine);
        }
    }

    private static string Seconds(TimeSpan elapsed) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, elapsed.TotalSeconds):0.0} s");
}
