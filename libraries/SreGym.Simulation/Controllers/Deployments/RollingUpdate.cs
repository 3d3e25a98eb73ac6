using System.Globalization;

namespace SreGym.Simulation.Controllers.Deployments;

/// <summary>The arithmetic of a rolling update (kubernetes: pkg/controller/deployment/util/deployment_util.go).</summary>
internal static class RollingUpdate
{
    /// <summary>Resolves the two limits; both zero becomes one unavailable, or nothing could ever move.</summary>
    public static (int MaxSurge, int MaxUnavailable) Limits(string maxSurge, string maxUnavailable, int desired)
    {
        var surge = Scale(maxSurge, desired, roundUp: true);
        var unavailable = Scale(maxUnavailable, desired, roundUp: false);
        return surge == 0 && unavailable == 0 ? (0, 1) : (surge, Math.Min(unavailable, desired));
    }

    /// <summary>How many replicas the new ReplicaSet should have now.</summary>
    public static int NewReplicas(int desired, int maxSurge, int totalReplicas, int newReplicas)
    {
        var room = desired + maxSurge - totalReplicas;
        return room <= 0 ? newReplicas : newReplicas + Math.Min(room, desired - newReplicas);
    }

    /// <summary>How many replicas of old ReplicaSets may go now without falling below the minimum.</summary>
    public static int RemovableReplicas(int desired, int maxUnavailable, int totalReplicas, int newReplicas, int newAvailable)
    {
        var minimum = desired - maxUnavailable;
        return Math.Max(0, totalReplicas - minimum - (newReplicas - newAvailable));
    }

    private static int Scale(string value, int total, bool roundUp)
    {
        if (!value.EndsWith('%'))
        {
            return int.Parse(value, CultureInfo.InvariantCulture);
        }

        var share = double.Parse(value.AsSpan(0, value.Length - 1), CultureInfo.InvariantCulture) * total / 100;
        return (int)(roundUp ? Math.Ceiling(share) : Math.Floor(share));
    }
}
