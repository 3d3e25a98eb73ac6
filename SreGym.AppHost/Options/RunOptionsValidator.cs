using SreGym.AppHost.Aws;
using SreGym.Contracts.Participants;
using SreGym.Contracts.Targets;
using SreGym.Problems;
using SreGym.Problems.Workloads;

namespace SreGym.AppHost.Options;

/// <summary>Finds a mistake in the options before anything starts; the message names value, choice and remedy.</summary>
internal static class RunOptionsValidator
{
    private static readonly string[] s_targets = [TargetNames.Embedded, TargetNames.Kubeconfig, TargetNames.Kind, TargetNames.Aws];
    private static readonly string[] s_rights = ["default", "cluster-admin"];

    /// <summary>Null when the options can be run.</summary>
    public static string? FindMistake(RunOptions options) =>
        CheckProblem(options) ?? CheckTarget(options) ?? AwsMistakes.Find(options) ?? CheckAgent(options) ?? CheckOthers(options);

    private static string? CheckProblem(RunOptions options)
    {
        if (ProblemCatalogue.Find(options.Problem) is not { } problem)
        {
            return $"--problem '{options.Problem}' is unknown; known: {Join(ProblemCatalogue.Ids)} (./run --list-problems).";
        }

        try
        {
            ProblemSettings.Resolve(problem, options.ProblemOptions);
            return null;
        }
        catch (ProblemOptionException mistake)
        {
            return mistake.Message;
        }
    }

    private static string? CheckTarget(RunOptions options) => options.Target switch
    {
        var target when s_targets.Contains(target) => null,
        var target when TargetNames.All.Contains(target) => $"--target '{target}' is not available in this version; use: {Join(s_targets)}.",
        var target => $"--target '{target}' is unknown; use: {Join(s_targets)}.",
    };

    private static string? CheckAgent(RunOptions options)
    {
        if (BuiltInAgents.Find(options.Agent) is not null)
        {
            return null;
        }

        var command = options.Agent.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";
        return ExecutableSearch.Finds(command)
            ? null
            : $"--agent '{options.Agent}' is neither a built-in agent ({Join(BuiltInAgents.All.Select(agent => agent.Id))}) nor a command that can be started.";
    }

    private static string? CheckOthers(RunOptions options) => options switch
    {
        { Seed: < 0 } => $"--seed {options.Seed} is negative; give a whole number from 1, or 0 to have one drawn.",
        { Port: < 0 or > 65535 } => $"--port {options.Port} is no port; give one from 1 to 65535, or 0 for any free one.",
        { Workload: not 0 } when !WorkloadRate.IsValid(options.Workload) => WorkloadRate.Explain("--workload", options.Workload),
        _ when !s_rights.Contains(options.Rights) => $"--rights '{options.Rights}' is unknown; use: {Join(s_rights)}.",
        _ => null,
    };

    private static string Join(IEnumerable<string> values) => string.Join(", ", values);
}
