using System.Globalization;
using System.Text.RegularExpressions;
using Grpc.Core;
using SreGym.Conductor.Targets.Kind;
using SreGym.Conductor.Targets.Real;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.Targets;
using SreGym.Recovery.Episodes;
using SreGym.ServiceDefaults.Subjects;

namespace SreGym.Conductor.Targets;

/// <summary>
/// A kind cluster of its own, named as the episode, created and deleted with it; or, by <c>cluster-name</c>, one that exists and is kept.
/// </summary>
internal sealed partial class KindTarget(KindCommand kind, TimeProvider time) : ITarget
{
    private const int MostWorkers = 9;
    private static readonly TimeSpan s_nodePatience = TimeSpan.FromMinutes(5);

    private static readonly string[] s_options =
        [TargetOptionNames.ClusterName, TargetOptionNames.Workers, TargetOptionNames.NodeImage, .. RealClusterOptions.Names];

    public string Name => TargetNames.Kind;

    public TimeSpan StabilityWindow => TimeSpan.FromSeconds(30);

    public TimeSpan? StageTimeLimit => TimeSpan.FromMinutes(20);

    public bool OwnsCluster(EpisodeSpec spec) => spec.OwnsKindCluster();

    public void Validate(IReadOnlyDictionary<string, string> options)
    {
        TargetOptions.DemandKnown(Name, options, s_options);
        RealClusterOptions.Read(options);
        _ = Workers(options);
        if (options.TryGetValue(TargetOptionNames.ClusterName, out var name) && !ClusterName().IsMatch(name))
        {
            throw Refused($"Option '{TargetOptionNames.ClusterName}' does not take '{name}': give letters, digits, '.' and '-'.");
        }

        if (options.ContainsKey(TargetOptionNames.ClusterName)
            && (options.ContainsKey(TargetOptionNames.Workers) || options.ContainsKey(TargetOptionNames.NodeImage)))
        {
            throw Refused(
                $"'{TargetOptionNames.ClusterName}' uses a cluster as it is: leave out '{TargetOptionNames.Workers}' and '{TargetOptionNames.NodeImage}'.");
        }
    }

    public async Task DemandUsableAsync(IReadOnlyDictionary<string, string> options, CancellationToken cancellationToken)
    {
        if (await kind.FindObstacleAsync(cancellationToken) is { } obstacle)
        {
            throw new SreGymException(StatusCode.FailedPrecondition, ErrorReasons.SubjectUnreachable, obstacle);
        }

        if (options.TryGetValue(TargetOptionNames.ClusterName, out var name)
            && await kind.ListAsync(cancellationToken) is var known && !known.Contains(name))
        {
            throw Refused(
                $"There is no kind cluster '{name}': " + (known.Count == 0 ? "there is none at all." : $"use one of {string.Join(", ", known)}.")
                + $" Leave '{TargetOptionNames.ClusterName}' out to have one made.");
        }
    }

    public async Task<Subject> ProvisionAsync(EpisodeSpec spec, StepReporter report, CancellationToken cancellationToken)
    {
        if (OwnsCluster(spec))
        {
            await report.RunAsync("create cluster", () => CreateAsync(spec, report, cancellationToken), name => $"kind cluster {name}");
        }

        var kubeconfig = await kind.GetKubeconfigAsync(spec.KindClusterName(), cancellationToken);
        if (OwnsCluster(spec))
        {
            // kind waits for the control plane only.
            await report.RunAsync("await nodes", () => AwaitNodesAsync(kubeconfig, spec, cancellationToken), count => $"{count} ready");
        }

        return await RealCluster.DescribeAsync(kubeconfig, Name, spec, report, time, cancellationToken);
    }

    public async Task<Subject?> FindSubjectAsync(EpisodeRecord record, CancellationToken cancellationToken) =>
        (await kind.ListAsync(cancellationToken)).Contains(record.Spec.KindClusterName())
            ? await RealCluster.FindAgainAsync(
                await kind.GetKubeconfigAsync(record.Spec.KindClusterName(), cancellationToken), Name, record, time, cancellationToken)
            : null;

    public async Task ReleaseAsync(EpisodeSpec spec, CancellationToken cancellationToken)
    {
        if (OwnsCluster(spec))
        {
            await kind.DeleteAsync(spec.KindClusterName(), cancellationToken);
        }
        else if ((await kind.ListAsync(cancellationToken)).Contains(spec.KindClusterName()))
        {
            var kubeconfig = await kind.GetKubeconfigAsync(spec.KindClusterName(), cancellationToken);
            await RealCluster.AwaitCleanAsync(kubeconfig, Name, spec, time, cancellationToken);
        }
    }

    private async Task<string> CreateAsync(EpisodeSpec spec, StepReporter report, CancellationToken cancellationToken)
    {
        var name = spec.KindClusterName();
        await kind.CreateAsync(
            name,
            Workers(spec.TargetOptions),
            spec.TargetOptions.GetValueOrDefault(TargetOptionNames.NodeImage),
            line => report.Progress("create cluster", line),
            cancellationToken);
        return name;
    }

    private async Task<int> AwaitNodesAsync(string kubeconfig, EpisodeSpec spec, CancellationToken cancellationToken)
    {
        var count = Math.Max(1, Workers(spec.TargetOptions));
        using var limit = new CancellationTokenSource(s_nodePatience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var client = SubjectClient.Connect(RealCluster.Create(kubeconfig, Name, spec, kept: []), new SubjectPatience(time));
        try
        {
            await NodeWait.UntilUsableAsync(client, count, either.Token);
            return count;
        }
        catch (OperationCanceledException error) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new SreGymException(
                StatusCode.DeadlineExceeded,
                ErrorReasons.NotReadyInTime,
                $"Of the nodes of kind cluster '{spec.KindClusterName()}', fewer than {count} took pods within {s_nodePatience.TotalSeconds:0} s: "
                + "the machine may be too small; try fewer --workers.",
                error);
        }
    }

    private static int Workers(IReadOnlyDictionary<string, string> options) =>
        !options.TryGetValue(TargetOptionNames.Workers, out var text) ? 0
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var workers) && workers <= MostWorkers ? workers
        : throw Refused($"Option '{TargetOptionNames.Workers}' does not take '{text}': give a number from 0 to {MostWorkers}.");

    private static SreGymException Refused(string message) => new(StatusCode.InvalidArgument, ErrorReasons.UnknownOption, message);

    [GeneratedRegex("^[a-zA-Z0-9.-]+$")]
    private static partial Regex ClusterName();
}
