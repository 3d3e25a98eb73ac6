using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace SreGym.Simulation.Storage;

/// <summary>An object's labels, in a few words of memory.</summary>
public sealed class LabelSet : IReadOnlyDictionary<string, string>
{
    /// <summary>No labels.</summary>
    public static readonly LabelSet Empty = new([]);

    private readonly KeyValuePair<string, string>[] _pairs;

    private LabelSet(KeyValuePair<string, string>[] pairs) => _pairs = pairs;

    /// <inheritdoc />
    public int Count => _pairs.Length;

    /// <inheritdoc />
    public IEnumerable<string> Keys => _pairs.Select(pair => pair.Key);

    /// <inheritdoc />
    public IEnumerable<string> Values => _pairs.Select(pair => pair.Value);

    /// <inheritdoc />
    public string this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no label {key}.");

    /// <summary>The labels of a JSON map of strings.</summary>
    public static LabelSet From(JsonNode? labels)
    {
        if (labels is not JsonObject { Count: > 0 } map)
        {
            return Empty;
        }

        var pairs = new KeyValuePair<string, string>[map.Count];
        var next = 0;
        foreach (var (key, value) in map)
        {
            pairs[next++] = new(key, value is JsonValue text && text.TryGetValue<string>(out var label) ? label : "");
        }

        return new LabelSet(pairs);
    }

    /// <inheritdoc />
    public bool ContainsKey(string key) => TryGetValue(key, out _);

    /// <inheritdoc />
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        foreach (var pair in _pairs)
        {
            if (pair.Key == key)
            {
                value = pair.Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, string>>)_pairs).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
