namespace SreGym.Simulation.Schema;

/// <summary>One message of the Kubernetes API, for instance <c>apps/v1.DeploymentSpec</c>.</summary>
public sealed class SchemaMessage
{
    private readonly SchemaField[] _declared;
    private readonly Range _description;
    private SchemaField[]? _json;
    private SchemaField[]? _written;

    internal SchemaMessage(string name, SchemaField[] declared, Range description)
    {
        Name = name;
        _declared = declared;
        _description = description;
    }

    /// <summary>Group, version and Go name.</summary>
    public string Name { get; }

    /// <summary>The message is a kind: it has <c>apiVersion</c> and <c>kind</c>.</summary>
    public bool HasTypeMeta { get; internal init; }

    /// <summary>Server-side apply owns and replaces the object as a whole.</summary>
    public bool IsAtomic { get; internal init; }

    /// <summary>In JSON the value is that of whichever field is set (<c>JSONSchemaPropsOrBool</c> and its like).</summary>
    public bool IsUnion { get; internal init; }

    /// <summary>Name of the Go type, without its package.</summary>
    public string GoName => Name[(Name.LastIndexOf('.') + 1)..];

    /// <summary>Fields as on the protobuf wire, inlined messages not expanded.</summary>
    public IReadOnlyList<SchemaField> Declared => _declared;

    /// <summary>Fields as in JSON, inlined messages expanded, sorted by name.</summary>
    public IReadOnlyList<SchemaField> Fields => _json ??= Flatten();

    /// <summary>Fields that Go writes even when they were never set.</summary>
    internal SchemaField[] WrittenWhenMissing => _written ??= [.. Fields.Where(candidate => candidate.IsWrittenWhenMissing)];

    /// <summary>First paragraph of the description.</summary>
    public string Description => KubernetesSchema.Text(_description);

    /// <summary>The field of this JSON name, or null.</summary>
    public SchemaField? FindField(string name)
    {
        var fields = _json ??= Flatten();
        var (low, high) = (0, fields.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = string.CompareOrdinal(fields[middle].Name, name);
            if (order == 0)
            {
                return fields[middle];
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    /// <summary>The declared field of this protobuf number, or null.</summary>
    public SchemaField? FindNumber(int number) =>
        number == 0 ? null : Array.Find(_declared, field => field.Number == number);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private SchemaField[] Flatten()
    {
        var fields = new List<SchemaField>(_declared.Length + 2);
        if (HasTypeMeta)
        {
            fields.AddRange(KubernetesSchema.TypeMeta);
        }

        foreach (var field in _declared)
        {
            if (!field.IsInline)
            {
                fields.Add(field);
            }
            else if (!IsUnion && field.Message is { } inlined)
            {
                fields.AddRange(inlined.Fields);
            }
        }

        return [.. fields.OrderBy(field => field.Name, StringComparer.Ordinal)];
    }
}
