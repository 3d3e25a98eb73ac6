using System.Net;
using k8s.Autorest;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.Targets;
using SreGym.Problems.Faults;
using SreGym.Recovery.Clusters;
using SreGym.Recovery.Episodes;
using SreGym.Recovery.Kind;
using SreGym.ServiceDefaults.Subjects;

namespace SreGym.Cli.Recovery;

/// <summary>The way back to the cluster of an episode that another process ran.</summary>
internal sealed class ClusterAccess(RecoverySettings settings, RecoveryReport report, KindClusters kind, TimeProvider time)
{
    /// <summary>Its kubeconfig, and whether that is in a file.</summary>
    public async Task<(KubeconfigDocument Source, bool IsFile)> FindAsync(EpisodeRecord record, CancellationToken cancellationToken)
    {
        var spec = record.Spec;
        if (settings.Kubeconfig is not null || settings.Context is not null)
        {
            return (KubeconfigFile.FindOf(record, settings.Kubeconfig, settings.Context), true);
        }

        return spec.Target switch
        {
            TargetNames.Kubeconfig => (KubeconfigFile.FindOf(record), true),
            TargetNames.Kind => (
                new KubeconfigDocument(
                    await kind.GetKubeconfigAsync(spec.KindClusterName(), cancellationToken), "", $"kind-{spec.KindClusterName()}", ""),
                false),
            _ => throw new UsageException(
                $"The kubeconfig of episode '{spec.EpisodeId}' on target '{spec.Target}' was in no file: name one with --kubeconfig <path>."),
        };
    }

    /// <summary>Why the cluster cannot be asked; null when it can, and is the episode's. One that is away is told at once: it may not come back.</summary>
    /// <exception cref="UsageException">It does not let anybody in with this kubeconfig.</exception>
    public async Task<string?> FindObstacleAsync(Subject subject, EpisodeRecord record, string context, CancellationToken cancellationToken)
    {
        using var client = SubjectClient.Connect(subject, CreatePatience(record.Spec, sitsOutAbsence: false));
        try
        {
            await ClusterCheck.DemandSameAsync(client, record, context, cancellationToken);
            return null;
        }
        catch (HttpOperationException refused) when (refused.Response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            throw new UsageException(
                $"{client.BaseUri} refuses the user of context '{context}' ({(int)refused.Response.StatusCode}). Nothing was touched; renew the login, "
                + $"or name one that may: ./sregym recover --episode {record.Spec.EpisodeId} --kubeconfig <path> --context <name>.",
                refused);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested
            && error is HttpRequestException or HttpOperationException or IOException or OperationCanceledException)
        {
            return $"The API server {client.BaseUri} does not answer: {error.Message}";
        }
    }

    /// <summary>Sits out an API server that has too much to do, and says so.</summary>
    /// <param name="spec">The episode.</param>
    /// <param name="sitsOutAbsence">Also one that is away.</param>
    public SubjectPatience CreatePatience(EpisodeSpec spec, bool sitsOutAbsence) => new(time)
    {
        SitsOutAbsence = sitsOutAbsence,
        Waiting = reason => report.StepAsync(spec.EpisodeId, new StepReport("await API server", StepStatus.Progress, reason)),
    };
}
