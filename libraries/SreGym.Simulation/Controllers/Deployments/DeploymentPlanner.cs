using System.Text.Json.Nodes;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.Controllers.Deployments;

/// <summary>
/// Decides what one look at a Deployment leads to (kubernetes: pkg/controller/deployment). Pure: reads its arguments, returns a plan.
/// </summary>
internal sealed class DeploymentPlanner
{
    private readonly List<DeploymentAction> _actions = [];
    private readonly List<ReplicaSetView> _sets;
    private readonly Func<ReplicaSetView, bool> _hasRunningPods;
    private readonly DateTimeOffset _now;
    private DeploymentView _deployment;

    private DeploymentPlanner(
        DeploymentView deployment, IEnumerable<ReplicaSetView> sets, Func<ReplicaSetView, bool> hasRunningPods, DateTimeOffset now)
    {
        _deployment = deployment;
        _sets = [.. sets.OrderBy(set => set.CreationTimestamp, StringComparer.Ordinal).ThenBy(set => set.Name, StringComparer.Ordinal)];
        _hasRunningPods = hasRunningPods;
        _now = now;
    }

    /// <param name="deployment">The Deployment.</param>
    /// <param name="sets">The ReplicaSets it owns.</param>
    /// <param name="hasRunningPods">Whether a ReplicaSet still has pods that have not ended.</param>
    /// <param name="now">Time of the look.</param>
    public static DeploymentPlan Plan(
        DeploymentView deployment, IEnumerable<ReplicaSetView> sets, Func<ReplicaSetView, bool> hasRunningPods, DateTimeOffset now)
    {
        var planner = new DeploymentPlanner(deployment, sets, hasRunningPods, now);
        var status = planner.Decide();
        return new DeploymentPlan(planner._actions, DeploymentStatus.TimeToDeadline(planner._deployment, status, now));
    }

    private JsonObject Decide()
    {
        if (_deployment.IsBeingDeleted)
        {
            return Write(DeploymentStatus.Count(_deployment, _sets, FindNewest(), _now));
        }

        NotePause();
        return _deployment.IsPaused || IsScaled() ? Resize()
            : _deployment.IsRecreate ? Recreate()
            : Roll();
    }

    private JsonObject Roll()
    {
        var newest = GetNewest();
        if (ScaleNewest(newest))
        {
            return WriteRollout();
        }

        if (!ScaleDownOld(newest))
        {
            CleanUpWhenComplete();
        }

        return WriteRollout();
    }

    private JsonObject Recreate()
    {
        var old = Old().Where(set => set.Replicas > 0).ToList();
        old.ForEach(set => Scale(set, 0));
        if (old.Count > 0 || Old().Any(_hasRunningPods))
        {
            return WriteRollout();
        }

        var newest = GetNewest();
        Scale(newest, _deployment.Replicas);
        CleanUpWhenComplete();
        return WriteRollout();
    }

    /// <summary>A paused or resized Deployment is scaled as it stands; no rollout takes place.</summary>
    private JsonObject Resize()
    {
        if (FindNewest() is { } newest)
        {
            Revise(newest);
        }

        var active = _sets.Where(set => set.Replicas > 0).ToList();
        if (active.Count <= 1)
        {
            if ((active.Count == 1 ? active[0] : FindNewest() ?? _sets.LastOrDefault()) is { } only)
            {
                Scale(only, _deployment.Replicas);
            }
        }
        else if (FindNewest() is { } current && current.Replicas == _deployment.Replicas && current.AvailableReplicas == _deployment.Replicas)
        {
            Old().Where(set => set.Replicas > 0).ToList().ForEach(set => Scale(set, 0));
        }
        else if (!_deployment.IsRecreate)
        {
            ScaleInProportion(active);
        }

        return Write(DeploymentStatus.Count(_deployment, _sets, FindNewest(), _now));
    }

    private void ScaleInProportion(List<ReplicaSetView> active)
    {
        var total = active.Sum(set => set.Replicas);
        var toAdd = _deployment.Replicas + _deployment.Limits.MaxSurge - total;
        var byNeed = toAdd > 0
            ? active.OrderByDescending(set => set.Replicas).ThenByDescending(set => set.CreationTimestamp, StringComparer.Ordinal)
            : active.OrderByDescending(set => set.Replicas).ThenBy(set => set.CreationTimestamp, StringComparer.Ordinal);
        var wanted = new List<(ReplicaSetView Set, int Replicas)>();
        var added = 0;
        foreach (var set in byNeed)
        {
            var share = (int)Math.Round((double)set.Replicas * toAdd / total, MidpointRounding.AwayFromZero);
            share = toAdd > 0 ? Math.Clamp(share, 0, toAdd - added) : Math.Clamp(share, toAdd - added, 0);
            added += share;
            wanted.Add((set, set.Replicas + share));
        }

        for (var i = 0; i < wanted.Count; i++)
        {
            Scale(wanted[i].Set, Math.Max(0, wanted[i].Replicas + (i == 0 ? toAdd - added : 0)));
        }
    }

    private bool IsScaled() => _sets.Any(set => set.Replicas > 0 && set.DesiredReplicas is { } desired && desired != _deployment.Replicas);

    private ReplicaSetView? FindNewest() => _sets.FirstOrDefault(set => set.HasTemplate(_deployment.Template));

    private IReadOnlyList<ReplicaSetView> Old()
    {
        var newest = FindNewest();
        return [.. _sets.Where(set => set.Uid != newest?.Uid || set.Name != newest.Name)];
    }

    private ReplicaSetView GetNewest()
    {
        if (FindNewest() is { } found)
        {
            Revise(found);
            return found;
        }

        var created = NewReplicaSet.Make(_deployment, _sets, NextRevision());
        _actions.Add(new DeploymentAction.CreateReplicaSet(created.Value, created.Name, created.Replicas));
        _sets.Add(created);
        Note(
            created.Annotations[ReplicaSetAnnotations.Revision],
            DeploymentCondition.NewReplicaSet,
            $"Created new replica set \"{created.Name}\"",
            replace: true);
        return created;
    }

    /// <summary>Gives the ReplicaSet of the current template the highest revision, then notes that on the Deployment.</summary>
    private void Revise(ReplicaSetView newest)
    {
        var annotations = ReplicaSetAnnotations.ForNewReplicaSet(_deployment, newest.Annotations, NextRevision(newest));
        var minReady = newest.Value.FindNumber("spec", "minReadySeconds") ?? 0;
        if (annotations.Count != newest.Annotations.Count
            || annotations.Any(annotation => newest.Annotations.GetValueOrDefault(annotation.Key) != annotation.Value)
            || minReady != _deployment.MinReadySeconds)
        {
            _actions.Add(new DeploymentAction.AnnotateReplicaSet(newest.Name, annotations, _deployment.MinReadySeconds));
            return;
        }

        Note(
            newest.Annotations.GetValueOrDefault(ReplicaSetAnnotations.Revision),
            DeploymentCondition.FoundReplicaSet,
            $"Found new replica set \"{newest.Name}\"",
            replace: false);
    }

    private void Note(string? revision, string reason, string message, bool replace)
    {
        var status = (JsonObject)_deployment.Status.DeepClone();
        if (_deployment.ProgressDeadline is not null && (replace || _deployment.FindCondition(DeploymentCondition.Progressing) is null))
        {
            new DeploymentCondition(DeploymentCondition.Progressing, "True", reason, message).WriteTo(status, _now);
        }

        Write(status, revision);
    }

    private long NextRevision(ReplicaSetView? newest = null) =>
        _sets.Where(set => set.Name != newest?.Name).Select(set => set.Revision).DefaultIfEmpty(0).Max() + 1;

    private bool ScaleNewest(ReplicaSetView newest) =>
        newest.Replicas > _deployment.Replicas
            ? Scale(newest, _deployment.Replicas)
            : Scale(newest, RollingUpdate.NewReplicas(
                _deployment.Replicas, _deployment.Limits.MaxSurge, _sets.Sum(set => set.Replicas), newest.Replicas));

    private bool ScaleDownOld(ReplicaSetView newest)
    {
        var removable = RollingUpdate.RemovableReplicas(
            _deployment.Replicas, _deployment.Limits.MaxUnavailable, _sets.Sum(set => set.Replicas), newest.Replicas, newest.AvailableReplicas);
        var unhealthy = TakeFromOld(removable, set => set.Replicas - set.AvailableReplicas);
        var spare = _sets.Sum(set => set.AvailableReplicas) - (_deployment.Replicas - _deployment.Limits.MaxUnavailable);
        var healthy = removable > 0 ? TakeFromOld(spare, set => set.Replicas) : 0;
        return unhealthy + healthy > 0;
    }

    private int TakeFromOld(int limit, Func<ReplicaSetView, int> removable)
    {
        var taken = 0;
        foreach (var set in Old())
        {
            var count = Math.Min(removable(set), limit - taken);
            if (count > 0)
            {
                Scale(set, set.Replicas - count);
                taken += count;
            }
        }

        return taken;
    }

    private void CleanUpWhenComplete()
    {
        if (!DeploymentStatus.IsComplete(_deployment, _deployment.Status))
        {
            return;
        }

        var old = Old().Where(set => !set.IsBeingDeleted).ToList();
        foreach (var set in old.OrderBy(set => set.Revision).Take(Math.Max(0, old.Count - _deployment.RevisionHistoryLimit)))
        {
            if (set is { ActualReplicas: 0, Replicas: 0 } && set.Generation <= set.ObservedGeneration)
            {
                _actions.Add(new DeploymentAction.DeleteReplicaSet(set.Name));
            }
        }
    }

    private void NotePause()
    {
        var current = _deployment.FindCondition(DeploymentCondition.Progressing);
        if (_deployment.ProgressDeadline is null || current?.Reason == DeploymentCondition.TimedOut)
        {
            return;
        }

        var (reason, message) = (_deployment.IsPaused, current?.Reason == DeploymentCondition.Paused) switch
        {
            (true, false) => (DeploymentCondition.Paused, "Deployment is paused"),
            (false, true) => (DeploymentCondition.Resumed, "Deployment is resumed"),
            _ => (null, null),
        };
        if (reason is not null)
        {
            var status = (JsonObject)_deployment.Status.DeepClone();
            new DeploymentCondition(DeploymentCondition.Progressing, "Unknown", reason, message!).WriteTo(status, _now);
            Write(status);
        }
    }

    private bool Scale(ReplicaSetView set, int replicas)
    {
        if (set.Replicas == replicas)
        {
            return false;
        }

        _actions.Add(new DeploymentAction.ScaleReplicaSet(set.Name, set.Replicas, replicas));
        _sets[_sets.FindIndex(other => other.Name == set.Name)] = set with { Replicas = replicas };
        return true;
    }

    private JsonObject WriteRollout() => Write(DeploymentStatus.Rollout(_deployment, _sets, FindNewest(), _now));

    private JsonObject Write(JsonObject status, string? revision = null)
    {
        var isRevised = revision is not null && _deployment.Annotations.GetValueOrDefault(ReplicaSetAnnotations.Revision) != revision;
        if (!isRevised && JsonNode.DeepEquals(status, _deployment.Status))
        {
            return status;
        }

        _actions.Add(new DeploymentAction.WriteStatus(status, revision));
        var value = (JsonObject)_deployment.Value.DeepClone();
        value["status"] = status.DeepClone();
        if (isRevised)
        {
            value.GetOrAddObject("metadata").GetOrAddObject("annotations")[ReplicaSetAnnotations.Revision] = revision;
        }

        _deployment = new DeploymentView(value);
        return status;
    }
}
