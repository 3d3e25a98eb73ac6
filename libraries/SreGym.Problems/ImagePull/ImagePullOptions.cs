namespace SreGym.Problems.ImagePull;

/// <summary>The dials that problems of this family share.</summary>
public static class ImagePullOptions
{
    /// <summary>Option: which services lose their pods.</summary>
    public const string Services = "services";

    /// <summary>Option: how much the cluster tells about where the credentials are.</summary>
    public const string Breadcrumb = "breadcrumb";

    /// <summary>Option: how many healthy workloads name a secret that does not exist.</summary>
    public const string Decoys = "decoys";

    /// <summary>Option: whether the kubelet says which secret it misses.</summary>
    public const string KubeletEvents = "kubelet_events";

    /// <summary>The value of <see cref="Services"/> that means every service.</summary>
    public const string AllServices = "all";

    /// <summary>Breadcrumb: a runbook names the Secret with the credentials.</summary>
    public const string SecretNamed = "secret-named";

    /// <summary>Breadcrumb: a runbook names only the team that has them.</summary>
    public const string TeamOnly = "team-only";

    /// <summary>Breadcrumb: no runbook, only a remark on the registry's Deployment.</summary>
    public const string Comment = "comment";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ProblemOption> All { get; } =
    [
        new(
            Services,
            "Services whose pods lose their image.",
            "recommendation",
            ["frontend", "geo", "profile", "rate", "recommendation", "reservation", "search", "user", AllServices],
            IsList: true),
        new(
            Breadcrumb,
            "What leads to the credentials: a runbook that names the Secret, a runbook that names only the team, "
                + "or no runbook and a remark on the registry's Deployment.",
            SecretNamed,
            [SecretNamed, TeamOnly, Comment]),
        new(
            Decoys,
            "Workloads that run well and yet name a pull secret that does not exist.",
            "2",
            ["0", "1", "2", "3", "4"]),
        new(
            KubeletEvents,
            "Events of the embedded cluster's kubelet: 1.27 is silent about the secret, 1.28+ warns.",
            "1.28+",
            ["1.27", "1.28+"]),
    ];
}
