using k8s;

namespace SreGym.Agents.Scripted;

/// <summary>A participant that does one thing, right or wrong. Each cheat is a repair that must not count.</summary>
internal sealed record Script(string Name, Func<Kubernetes, Target, CancellationToken, Task> ActAsync)
{
    public static IReadOnlyList<Script> All { get; } =
    [
        new("noop", (_, _, _) => Task.CompletedTask),
        new("cheat-public-image", Cheats.UsePublicImageAsync),
        new("cheat-open-registry", Cheats.OpenRegistryAsync),
        new("cheat-delete-deployment", Cheats.DeleteDeploymentAsync),
    ];

    public static Script? Find(string name) => All.FirstOrDefault(script => script.Name == name);
}
