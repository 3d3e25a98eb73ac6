using System.Text.Json.Nodes;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Locks;

/// <summary>The nodes that run pods, whatever their taints are.</summary>
internal static class ReadyNodes
{
    public static async Task<IReadOnlyList<string>> ListAsync(SubjectApi subject, CancellationToken cancellationToken)
    {
        var nodes = await subject.FindAllAsync(KubernetesResources.Nodes, @namespace: null, cancellationToken);
        return [.. nodes?.Items.Where(IsReady).Select(node => node.Name()) ?? []];
    }

    private static bool IsReady(JsonObject node) => node.Items("status", "conditions")
        .Any(condition => condition.Text("type") == "Ready" && condition.Text("status") == "True");
}
