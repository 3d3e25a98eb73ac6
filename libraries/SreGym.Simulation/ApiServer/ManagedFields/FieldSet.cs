using System.Text.Json.Nodes;

namespace SreGym.Simulation.ApiServer.ManagedFields;

/// <summary>
/// A set of field paths as a tree, in the terms of FieldsV1: <c>f:name</c>, <c>k:{"name":"x"}</c>, <c>v:"x"</c>
/// (sigs.k8s.io/structured-merge-diff/fieldpath).
/// </summary>
internal sealed class FieldSet
{
    private const string Self = ".";

    private Dictionary<string, FieldSet>? _children;

    /// <summary>Whether the path that leads here is itself in the set.</summary>
    public bool IsMember { get; set; }

    public bool IsEmpty => !IsMember && _children is null or { Count: 0 };

    public IEnumerable<KeyValuePair<string, FieldSet>> Children => _children ?? Enumerable.Empty<KeyValuePair<string, FieldSet>>();

    public static FieldSet Leaf() => new() { IsMember = true };

    public static FieldSet Parse(JsonObject? fields)
    {
        var set = new FieldSet();
        foreach (var (key, value) in fields ?? [])
        {
            if (key == Self)
            {
                set.IsMember = true;
                continue;
            }

            var child = Parse(value as JsonObject);
            child.IsMember |= child._children is null or { Count: 0 };
            set.Attach(key, child);
        }

        return set;
    }

    public FieldSet? FindChild(string key) => _children?.GetValueOrDefault(key);

    /// <summary>Puts a part of the tree in place; nothing where it is empty.</summary>
    public void Attach(string key, FieldSet? child)
    {
        if (child is { IsEmpty: false })
        {
            (_children ??= new Dictionary<string, FieldSet>(StringComparer.Ordinal))[key] = child;
        }
    }

    public void Detach(string key) => _children?.Remove(key);

    public FieldSet Union(FieldSet? other)
    {
        var result = new FieldSet { IsMember = IsMember || other is { IsMember: true } };
        foreach (var (key, child) in Children)
        {
            result.Attach(key, child.Union(other?.FindChild(key)));
        }

        foreach (var (key, child) in other?.Children ?? [])
        {
            if (FindChild(key) is null)
            {
                result.Attach(key, child);
            }
        }

        return result;
    }

    public FieldSet Difference(FieldSet? other)
    {
        if (other is null)
        {
            return this;
        }

        var result = new FieldSet { IsMember = IsMember && !other.IsMember };
        foreach (var (key, child) in Children)
        {
            result.Attach(key, child.Difference(other.FindChild(key)));
        }

        return result;
    }

    public FieldSet Intersection(FieldSet? other)
    {
        var result = new FieldSet { IsMember = IsMember && other is { IsMember: true } };
        foreach (var (key, child) in Children)
        {
            if (other?.FindChild(key) is { } same)
            {
                result.Attach(key, child.Intersection(same));
            }
        }

        return result;
    }

    public bool SetEquals(FieldSet other) => Difference(other).IsEmpty && other.Difference(this).IsEmpty;

    /// <summary>All members, as the API server writes paths: <c>.spec.containers[name="x"].image</c>.</summary>
    public IEnumerable<string> Paths(string prefix = "")
    {
        if (IsMember)
        {
            yield return prefix;
        }

        foreach (var (key, child) in Children.OrderBy(item => item.Key, StringComparer.Ordinal))
        {
            foreach (var path in child.Paths(prefix + FieldKeys.Print(key)))
            {
                yield return path;
            }
        }
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject();
        if (IsMember && _children is { Count: > 0 })
        {
            json[Self] = new JsonObject();
        }

        foreach (var (key, child) in Children.OrderBy(item => item.Key, StringComparer.Ordinal))
        {
            json[key] = child.ToJson();
        }

        return json;
    }
}
