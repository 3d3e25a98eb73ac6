using System.Text.Json.Nodes;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.ApiServer.ManagedFields;

/// <summary>The owners of an object's fields; mutable while one write is worked out.</summary>
internal sealed class FieldOwners
{
    private readonly List<FieldOwner> _owners = [];

    public IReadOnlyList<FieldOwner> All => _owners;

    public static FieldOwners Read(JsonObject value)
    {
        var owners = new FieldOwners();
        foreach (var entry in value.FindArray("metadata", "managedFields")?.OfType<JsonObject>() ?? [])
        {
            if (entry.ContainsKey("manager") || entry.ContainsKey("fieldsV1"))
            {
                owners._owners.Add(FieldOwner.Parse(entry));
            }
        }

        return owners;
    }

    public FieldOwner? Find(FieldOwner like) => _owners.Find(owner => owner.IsSame(like));

    /// <summary>Takes fields away from everybody, or from everybody but one.</summary>
    public void Take(FieldSet fields, FieldOwner? but = null)
    {
        for (var index = _owners.Count - 1; index >= 0; index--)
        {
            if (but is not null && _owners[index].IsSame(but))
            {
                continue;
            }

            var left = _owners[index].Fields.Difference(fields);
            if (left.IsEmpty)
            {
                _owners.RemoveAt(index);
            }
            else
            {
                _owners[index] = _owners[index] with { Fields = left };
            }
        }
    }

    /// <summary>Puts an entry in the place of the one it is like.</summary>
    public void Set(FieldOwner owner)
    {
        _owners.RemoveAll(owner.IsSame);
        if (!owner.Fields.IsEmpty)
        {
            _owners.Add(owner);
        }
    }

    /// <summary>Writes the entries into the object, in the order of the API server.</summary>
    public void WriteTo(JsonObject value)
    {
        var metadata = value.GetOrAddObject("metadata");
        if (_owners.Count == 0)
        {
            metadata.Remove("managedFields");
            return;
        }

        metadata["managedFields"] = new JsonArray([.. _owners
            .OrderBy(owner => owner.Operation, StringComparer.Ordinal)
            .ThenBy(owner => owner.Time, StringComparer.Ordinal)
            .ThenBy(owner => owner.Manager, StringComparer.Ordinal)
            .ThenBy(owner => owner.ApiVersion, StringComparer.Ordinal)
            .ThenBy(owner => owner.Subresource, StringComparer.Ordinal)
            .Select(owner => owner.ToJson())]);
    }
}
