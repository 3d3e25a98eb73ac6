using System.Text.Json.Nodes;

namespace SreGym.Problems.Subjects;

/// <summary>Names one object of the subject.</summary>
public sealed record ObjectKey(KubernetesResource Resource, string? Namespace, string Name)
{
    /// <summary>The key of an object as it stands in a manifest.</summary>
    public static ObjectKey Of(JsonObject manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var resource = KubernetesResources.Get((string)manifest["apiVersion"]!, (string)manifest["kind"]!);
        return new ObjectKey(resource, (string?)manifest["metadata"]?["namespace"], (string)manifest["metadata"]!["name"]!);
    }

    /// <inheritdoc />
    public override string ToString() =>
        Namespace is null ? $"{Resource.Kind} {Name}" : $"{Resource.Kind} {Namespace}/{Name}";
}
