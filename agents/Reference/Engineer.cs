using SreGym.Agents.Participation;

namespace SreGym.Agents.Reference;

/// <summary>Works an incident from first look to done. Everything it knows, it reads from the cluster.</summary>
internal sealed class Engineer(Participant participant)
{
    private readonly Survey _survey = new(participant.Cluster);
    private readonly CredentialTrail _trail = new(participant.Cluster);
    private readonly Repair _repair = new(participant.Cluster);
    private readonly RolloutWatch _rollout = new(participant.Cluster);

    /// <summary>True when everything found was repaired.</summary>
    public async Task<bool> WorkAsync(CancellationToken cancellationToken)
    {
        await participant.Episode.AwaitStageAsync(["diagnosis", "mitigation"], cancellationToken);
        var @namespace = await participant.Episode.GetNamespaceAsync(cancellationToken);
        Notebook.Write($"On call for {@namespace}.");

        var failures = await _survey.FindPullFailuresAsync(@namespace, cancellationToken);
        var diagnosis = Diagnosis.Write(failures);
        Notebook.Write($"My diagnosis:\n{diagnosis}");
        await participant.Episode.SubmitAsync(diagnosis, cancellationToken);
        await participant.Episode.AwaitStageAsync(["mitigation", "done"], cancellationToken);

        var repaired = await RepairAsync(failures, cancellationToken);
        if (repaired)
        {
            await _rollout.AwaitAsync(@namespace, cancellationToken);
        }

        await participant.Episode.SubmitAsync("", cancellationToken);
        Notebook.Write("Submitted.");
        return repaired;
    }

    private async Task<bool> RepairAsync(IReadOnlyList<PullFailure> failures, CancellationToken cancellationToken)
    {
        var restored = new HashSet<string>();
        foreach (var failure in failures)
        {
            foreach (var name in failure.UselessSecrets.Where(restored.Add))
            {
                if (await _trail.FindAsync(failure, cancellationToken) is not { } credentials)
                {
                    Notebook.Write($"Found no credentials for {failure.Image.Registry}; {name} stays as it is.");
                    return false;
                }

                await _repair.RestoreSecretAsync(failure, name, credentials, cancellationToken);
            }
        }

        foreach (var failure in failures)
        {
            await _repair.RestartAsync(failure, cancellationToken);
        }

        return failures.Count > 0;
    }
}
