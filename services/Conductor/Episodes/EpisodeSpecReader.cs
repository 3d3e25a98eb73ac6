using Grpc.Core;
using Microsoft.Extensions.Options;
using SreGym.Conductor.Participants;
using SreGym.Conductor.Targets;
using SreGym.Contracts;
using SreGym.Contracts.Conductor.V1;
using SreGym.Contracts.Participants;
using SreGym.Contracts.Targets;
using SreGym.Problems;
using SreGym.Problems.Workloads;
using SreGym.Recovery.Episodes;

namespace SreGym.Conductor.Episodes;

/// <summary>Turns a request into a complete, valid episode, or says what is wrong with it before anything is started.</summary>
internal sealed class EpisodeSpecReader(TargetDirectory targets, IOptions<ConductorOptions> options, TimeProvider time)
{
    private static readonly string[] s_rights = ["default", "cluster-admin"];

    /// <exception cref="SreGymException">The message names the field, the value and the remedy.</exception>
    public async Task<EpisodeSpec> ReadAsync(StartEpisodeRequest request, CancellationToken cancellationToken)
    {
        var settings = ReadProblem(request);
        var target = request.Target.Length == 0 ? TargetNames.Default : request.Target;
        targets.Get(target).Validate(request.TargetOptions);
        var agent = request.Agent.Length == 0 ? BuiltInAgents.Default : request.Agent;
        _ = AgentCommand.Find(agent, options.Value.AgentsDirectory);
        var rights = request.Rights.Length == 0 ? s_rights[0] : request.Rights;
        Demand(
            s_rights.Contains(rights), ErrorReasons.InvalidArgument, $"rights '{rights}' are none of {string.Join(", ", s_rights)}.");
        Demand(
            request.Seed >= 0, ErrorReasons.InvalidArgument, $"seed {request.Seed} is negative: use a positive number, or 0 to have one drawn.");
        Demand(
            request.Workload == 0 || WorkloadRate.IsValid(request.Workload),
            ErrorReasons.InvalidArgument,
            WorkloadRate.Explain("workload", request.Workload));
        await targets.Get(target).DemandUsableAsync(request.TargetOptions, cancellationToken);
        return new EpisodeSpec
        {
            EpisodeId = EpisodeIds.Create(time),
            ProblemId = settings.Problem.Id,
            ProblemOptions = settings.Values.ToDictionary(),
            Target = target,
            TargetOptions = request.TargetOptions.ToDictionary(),
            Agent = agent,
            Seed = request.Seed == 0 ? EpisodeIds.DrawSeed() : request.Seed,
            Rights = rights,
            Workload = request.Workload,
        };
    }

    private static ProblemSettings ReadProblem(StartEpisodeRequest request)
    {
        var id = request.Problem?.ProblemId ?? "";
        var problem = ProblemCatalogue.Find(id) ?? throw new SreGymException(
            StatusCode.NotFound,
            ErrorReasons.UnknownProblem,
            $"There is no problem '{id}': use one of {string.Join(", ", ProblemCatalogue.Ids)}.");
        try
        {
            return ProblemSettings.Resolve(problem, request.Problem!.Options);
        }
        catch (ProblemOptionException error)
        {
            throw new SreGymException(StatusCode.InvalidArgument, ErrorReasons.UnknownOption, error.Message, error);
        }
    }

    private static void Demand(bool condition, string reason, string message)
    {
        if (!condition)
        {
            throw new SreGymException(StatusCode.InvalidArgument, reason, message);
        }
    }
}
