namespace SreGym.Simulation.Schema;

/// <summary>One field of a Kubernetes API message.</summary>
public sealed class SchemaField
{
    private readonly string? _messageName;
    private readonly Range _description;
    private SchemaMessage? _message;

    internal SchemaField(string name, int number, SchemaKind kind, SchemaCollection collection, string? messageName, Range description)
    {
        Name = name;
        Number = number;
        Kind = kind;
        Collection = collection;
        _messageName = messageName;
        _description = description;
    }

    /// <summary>Name in JSON; empty for an inlined message.</summary>
    public string Name { get; }

    /// <summary>Protobuf field number; 0 for fields that exist in JSON only.</summary>
    public int Number { get; }

    /// <summary>What one value (one item of the list or map) is.</summary>
    public SchemaKind Kind { get; }

    /// <summary>One value, a list or a map.</summary>
    public SchemaCollection Collection { get; }

    /// <summary>The message of a value when <see cref="Kind"/> is <see cref="SchemaKind.Message"/>, otherwise null.</summary>
    public SchemaMessage? Message =>
        _message ??= _messageName is null ? null : KubernetesSchema.GetMessage(_messageName);

    /// <summary>The fields of <see cref="Message"/> appear in JSON as if they were the holder's own.</summary>
    public bool IsInline { get; internal init; }

    /// <summary>The published schema lists the field as required.</summary>
    public bool IsRequired { get; internal init; }

    /// <summary>A zero value differs from an absent one, because the Go field is a pointer.</summary>
    public bool IsPointer { get; internal init; }

    /// <summary>Go writes the field even when it is empty (no <c>omitempty</c>).</summary>
    public bool IsAlwaysWritten { get; internal init; }

    /// <summary>Go leaves out a zero struct, too (<c>omitzero</c>), which <c>omitempty</c> alone does not do.</summary>
    public bool OmitsZero { get; internal init; }

    /// <summary>Strategic merge patch merges the list or map instead of replacing it (<c>patchStrategy: merge</c>).</summary>
    public bool MergesOnPatch { get; internal init; }

    /// <summary>Strategic merge patch drops keys that <c>$retainKeys</c> does not list (<c>patchStrategy: retainKeys</c>).</summary>
    public bool RetainsKeysOnPatch { get; internal init; }

    /// <summary>Strategic merge patch replaces the value (<c>patchStrategy: replace</c>).</summary>
    public bool ReplacesOnPatch { get; internal init; }

    /// <summary>The key by which strategic merge patch matches list items; null for lists of primitives and atomic lists.</summary>
    public string? PatchMergeKey { get; internal init; }

    /// <summary>How server-side apply merges the list.</summary>
    public SchemaListType ListType { get; internal init; }

    /// <summary>The marker was given; an unmarked list is atomic too but is published without <c>x-kubernetes-list-type</c>.</summary>
    public bool HasListType { get; internal init; }

    /// <summary>The keys of a <see cref="SchemaListType.Map"/> list.</summary>
    public IReadOnlyList<string> ListMapKeys { get; internal init; } = [];

    /// <summary>The field's object or map is owned and replaced as a whole by server-side apply.</summary>
    public bool IsAtomicMap { get; internal init; }

    /// <summary>Published default, which also stands in for a missing key of an associative list; null without one.</summary>
    public string? Default { get; internal init; }

    /// <summary>The allowed strings of an enumeration; empty when any string is allowed.</summary>
    public IReadOnlyList<string> Enum { get; internal init; } = [];

    /// <summary>First paragraph of the description.</summary>
    public string Description => KubernetesSchema.Text(_description);

    /// <summary>Go writes <c>null</c> for a zero time that it cannot omit.</summary>
    internal bool IsWrittenAsNull =>
        Collection == SchemaCollection.None && Kind is SchemaKind.Time or SchemaKind.MicroTime && !IsPointer && !OmitsZero;

    /// <summary>Go writes the field of a message that does not have it.</summary>
    internal bool IsWrittenWhenMissing =>
        IsWrittenAsNull
        || (IsAlwaysWritten && !IsPointer && (Collection != SchemaCollection.None || HasPlainZero))
        || (Collection == SchemaCollection.None && Kind == SchemaKind.Message && !IsPointer && !OmitsZero && !Message!.IsUnion);

    private bool HasPlainZero => Kind is not (SchemaKind.IntOrString or SchemaKind.Quantity or SchemaKind.Duration
        or SchemaKind.Raw or SchemaKind.Json or SchemaKind.Bytes);

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Collection} {Kind} {_messageName})";
}
