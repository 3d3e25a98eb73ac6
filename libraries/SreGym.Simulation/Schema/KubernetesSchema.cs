using System.Collections.Concurrent;

namespace SreGym.Simulation.Schema;

/// <summary>
/// The messages of every served API group: fields, protobuf numbers, patch strategies, list types and descriptions.
/// Read from <c>kubernetes.schema</c> once per process; a message is parsed when it is first asked for.
/// </summary>
public static class KubernetesSchema
{
    internal static readonly SchemaField[] TypeMeta =
    [
        new("apiVersion", 0, SchemaKind.Text, SchemaCollection.None, null, default),
        new("kind", 0, SchemaKind.Text, SchemaCollection.None, null, default),
    ];

    private static readonly Lazy<SchemaFile> s_file = new(SchemaFile.Load);
    private static readonly ConcurrentDictionary<string, SchemaMessage> s_messages = new(StringComparer.Ordinal);

    /// <summary>All message names, sorted: <c>apps/v1.Deployment</c>.</summary>
    public static IReadOnlyList<string> MessageNames => s_file.Value.Names;

    /// <summary>Changes when any message changes.</summary>
    public static string Hash => s_file.Value.Hash;

    /// <summary>
    /// The message of a kind; null for kinds that are not built in. Kinds that every group shares, such as
    /// <c>DeleteOptions</c>, are found under any built-in group.
    /// </summary>
    public static SchemaMessage? FindKind(string group, string version, string kind) =>
        SchemaGroups.FindPackage(group, version) is not { } package ? null
            : FindMessage($"{package}.{kind}") is { HasTypeMeta: true } message ? message
            : FindMessage($"meta/v1.{kind}") is { HasTypeMeta: true } shared ? shared
            : null;

    /// <summary>The message of a kind by <c>apiVersion</c>, as objects carry it.</summary>
    public static SchemaMessage? FindKind(string apiVersion, string kind)
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? FindKind("", apiVersion, kind) : FindKind(apiVersion[..slash], apiVersion[(slash + 1)..], kind);
    }

    /// <summary>The message of this name (<c>core/v1.PodSpec</c>), or null.</summary>
    public static SchemaMessage? FindMessage(string name) =>
        s_messages.TryGetValue(name, out var known) ? known
            : s_file.Value.Parse(name) is { } parsed ? s_messages.GetOrAdd(name, parsed) : null;

    /// <summary>The message of this name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static SchemaMessage GetMessage(string name) =>
        FindMessage(name) ?? throw new KeyNotFoundException($"The Kubernetes schema has no message {name}.");

    internal static string Text(Range range) => s_file.Value.Text(range);
}
