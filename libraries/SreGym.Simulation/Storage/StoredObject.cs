using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace SreGym.Simulation.Storage;

/// <summary>One version of an object: its encoded bytes and the metadata that is looked at often. Immutable.</summary>
public sealed class StoredObject
{
    private readonly byte[] _json;
    private readonly int _bodyStart;
    private readonly int _versionStart;
    private readonly int _metadataEnd;
    private string?[]? _fields;

    /// <summary>An object that is shown but not kept: it has no resourceVersion.</summary>
    internal StoredObject(DraftObject draft)
        : this(draft, 0) => _json = WithoutVersion(_json);

    internal StoredObject(DraftObject draft, long resourceVersion)
    {
        Type = draft.Type;
        Namespace = draft.Namespace;
        Name = draft.Name;
        Uid = draft.Uid;
        Generation = draft.Generation;
        Labels = draft.Labels;
        Owners = draft.Owners;
        DeletionTimestamp = draft.DeletionTimestamp;
        HasFinalizers = draft.HasFinalizers;
        ResourceVersion = resourceVersion;
        _bodyStart = draft.BodyStart;
        _versionStart = draft.VersionStart;
        _metadataEnd = draft.MetadataEnd + CountDigits(resourceVersion);
        _json = Splice(draft.Json.Span, draft.VersionStart, 0, resourceVersion);
    }

    private StoredObject(StoredObject source, long resourceVersion)
    {
        Type = source.Type;
        Namespace = source.Namespace;
        Name = source.Name;
        Uid = source.Uid;
        Generation = source.Generation;
        Labels = source.Labels;
        Owners = source.Owners;
        DeletionTimestamp = source.DeletionTimestamp;
        HasFinalizers = source.HasFinalizers;
        ResourceVersion = resourceVersion;
        _bodyStart = source._bodyStart;
        _versionStart = source._versionStart;
        _metadataEnd = source._metadataEnd - CountDigits(source.ResourceVersion) + CountDigits(resourceVersion);
        _json = Splice(source._json, source._versionStart, CountDigits(source.ResourceVersion), resourceVersion);
    }

    /// <summary>The resource it belongs to.</summary>
    public ResourceType Type { get; }

    /// <summary>Namespace; null for cluster-scoped objects.</summary>
    public string? Namespace { get; }

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>Uid.</summary>
    public string Uid { get; }

    /// <summary>The write that made this version.</summary>
    public long ResourceVersion { get; }

    /// <summary><c>metadata.generation</c>; 0 where the kind has none.</summary>
    public long Generation { get; }

    /// <summary>Complete object as UTF-8 JSON: kind, apiVersion, metadata, the rest.</summary>
    public ReadOnlyMemory<byte> Json => _json;

    /// <summary>The same without the opening brace, kind and apiVersion: how the object stands in a list of its kind.</summary>
    public ReadOnlyMemory<byte> JsonBody => _json.AsMemory(_bodyStart);

    /// <summary><c>"metadata":{…}</c> alone.</summary>
    public ReadOnlyMemory<byte> JsonMetadata => _json.AsMemory(_bodyStart, _metadataEnd - _bodyStart);

    /// <summary><c>metadata.labels</c>.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; }

    /// <summary><c>metadata.ownerReferences</c>.</summary>
    public IReadOnlyList<OwnerReference> Owners { get; }

    /// <summary><c>metadata.deletionTimestamp</c>.</summary>
    public DateTimeOffset? DeletionTimestamp { get; }

    /// <summary>Whether <c>metadata.finalizers</c> holds the object back from deletion.</summary>
    public bool HasFinalizers { get; }

    /// <summary>A copy the caller may change.</summary>
    public JsonObject Parse() => JsonNode.Parse(_json)!.AsObject();

    /// <summary>Value of a field that field selectors of this resource may name; null where the object lacks it.</summary>
    /// <param name="index">Position in <see cref="SelectableFields.For"/>.</param>
    internal string? FindField(int index)
    {
        _fields ??= SelectableFields.Read(this);
        return _fields[index];
    }

    /// <summary>The same object as written by a later write.</summary>
    internal StoredObject WithResourceVersion(long resourceVersion) => new(this, resourceVersion);

    private static byte[] WithoutVersion(byte[] json) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json).Replace("\"resourceVersion\":\"0\",", "", StringComparison.Ordinal));

    private static byte[] Splice(ReadOnlySpan<byte> source, int start, int oldLength, long version)
    {
        var digits = CountDigits(version);
        var result = new byte[source.Length - oldLength + digits];
        source[..start].CopyTo(result);
        version.TryFormat(result.AsSpan(start, digits), out _, provider: CultureInfo.InvariantCulture);
        source[(start + oldLength)..].CopyTo(result.AsSpan(start + digits));
        return result;
    }

    private static int CountDigits(long value)
    {
        var digits = 1;
        for (var rest = value; rest >= 10; rest /= 10)
        {
            digits++;
        }

        return digits;
    }

    /// <inheritdoc />
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture,
            $"{Type.QualifiedName} {Namespace}/{Name} @{ResourceVersion} ({Encoding.UTF8.GetCharCount(_json)} characters)");
}
