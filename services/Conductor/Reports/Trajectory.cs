using System.Text.Json.Nodes;

namespace SreGym.Conductor.Reports;

/// <summary>
/// What the participant did, in the shape of the Agent Trajectory Interchange Format: its calls and submissions as tool calls, their
/// outcome as observations. What it thought is not ours to know.
/// </summary>
internal static class Trajectory
{
    private const string Version = "ATIF-v1.7";

    public static JsonObject Build(EpisodeReport report)
    {
        var actions = report.Calls.Select(Build).Concat(report.Submissions.Select(Build)).OrderBy(action => action.Time).ToList();
        var steps = new JsonArray { Opening(report) };
        foreach (var (index, action) in actions.Index())
        {
            steps.Add(Step(index + 2, action));
        }

        return new JsonObject
        {
            ["schema_version"] = Version,
            ["session_id"] = report.Episode.Id,
            ["agent"] = new JsonObject { ["name"] = report.Episode.Agent, ["version"] = "unknown" },
            ["steps"] = steps,
            ["final_metrics"] = new JsonObject { ["total_steps"] = steps.Count },
            ["extra"] = new JsonObject
            {
                ["problem"] = report.Episode.Problem,
                ["seed"] = report.Episode.Seed,
                ["diagnosis"] = report.Verdicts.Diagnosis,
                ["mitigation"] = report.Verdicts.Mitigation,
            },
        };
    }

    private static JsonObject Opening(EpisodeReport report) => new()
    {
        ["step_id"] = 1,
        ["timestamp"] = Text(report.Times.FaultVisible ?? report.Episode.StartedAt),
        ["source"] = "user",
        ["message"] = $"Diagnose and repair {report.Episode.Application} in namespace {report.Episode.Namespace}.",
    };

    private static JsonObject Step(int id, TrajectoryAction action) => new()
    {
        ["step_id"] = id,
        ["timestamp"] = Text(action.Time),
        ["source"] = "agent",
        ["message"] = "",
        ["tool_calls"] = new JsonArray(new JsonObject
        {
            ["tool_call_id"] = $"call_{id}",
            ["function_name"] = action.Function,
            ["arguments"] = action.Arguments,
        }),
        ["observation"] = new JsonObject
        {
            ["results"] = new JsonArray(new JsonObject { ["source_call_id"] = $"call_{id}", ["content"] = action.Outcome }),
        },
    };

    private static TrajectoryAction Build(ReportedCall call) => new(
        call.Time,
        "kubernetes_request",
        new JsonObject
        {
            ["verb"] = call.Verb,
            ["group"] = call.Group,
            ["resource"] = call.Resource,
            ["namespace"] = call.Namespace,
            ["name"] = call.Name,
        },
        $"HTTP {call.Status}");

    private static TrajectoryAction Build(ReportedSubmission submission) => new(
        submission.Time,
        $"submit_{submission.Stage}",
        new JsonObject { ["solution"] = submission.Text },
        "Submission received");

    private static string Text(DateTimeOffset time) => time.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
}
