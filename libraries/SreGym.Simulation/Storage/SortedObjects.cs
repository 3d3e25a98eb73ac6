namespace SreGym.Simulation.Storage;

/// <summary>
/// The objects of one resource in key order, as an immutable two-level array: readers and forks share it, a write copies one
/// chunk and the list of chunks.
/// </summary>
internal sealed class SortedObjects
{
    public static readonly SortedObjects Empty = new([], 0);

    private const int ChunkSize = 64;

    private readonly StoredObject[][] _chunks;

    private SortedObjects(StoredObject[][] chunks, int count)
    {
        _chunks = chunks;
        Count = count;
    }

    public int Count { get; }

    public StoredObject? Find(string? @namespace, string name)
    {
        var chunk = FindChunk(@namespace, name);
        if (chunk < 0)
        {
            return null;
        }

        var index = Search(_chunks[chunk], @namespace, name);
        return index >= 0 ? _chunks[chunk][index] : null;
    }

    /// <summary>Adds the object or puts it in the place of the one with the same key.</summary>
    public SortedObjects With(StoredObject value)
    {
        if (_chunks.Length == 0)
        {
            return new SortedObjects([[value]], 1);
        }

        var at = Math.Max(0, FindChunk(value.Namespace, value.Name));
        var chunk = _chunks[at];
        var index = Search(chunk, value.Namespace, value.Name);
        if (index >= 0)
        {
            var replaced = (StoredObject[])chunk.Clone();
            replaced[index] = value;
            return new SortedObjects(Replace(at, replaced), Count);
        }

        var grown = Insert(chunk, ~index, value);
        return grown.Length <= ChunkSize
            ? new SortedObjects(Replace(at, grown), Count + 1)
            : new SortedObjects([.. _chunks[..at], .. Split(grown), .. _chunks[(at + 1)..]], Count + 1);
    }

    public SortedObjects Without(string? @namespace, string name)
    {
        var at = FindChunk(@namespace, name);
        var index = at < 0 ? -1 : Search(_chunks[at], @namespace, name);
        if (index < 0)
        {
            return this;
        }

        var chunk = _chunks[at];
        return chunk.Length > 1
            ? new SortedObjects(Replace(at, [.. chunk[..index], .. chunk[(index + 1)..]]), Count - 1)
            : new SortedObjects([.. _chunks[..at], .. _chunks[(at + 1)..]], Count - 1);
    }

    /// <summary>The objects of one namespace, or all of them, in key order.</summary>
    public StoredObject[] Range(string? @namespace)
    {
        if (@namespace is null)
        {
            var all = new StoredObject[Count];
            var next = 0;
            foreach (var chunk in _chunks)
            {
                chunk.CopyTo(all, next);
                next += chunk.Length;
            }

            return all;
        }

        var found = new List<StoredObject>();
        for (var at = Math.Max(0, FindChunk(@namespace, "")); at < _chunks.Length; at++)
        {
            foreach (var value in _chunks[at])
            {
                var order = CompareNamespaces(value.Namespace, @namespace);
                if (order > 0)
                {
                    return [.. found];
                }

                if (order == 0)
                {
                    found.Add(value);
                }
            }
        }

        return [.. found];
    }

    /// <summary>Order of two keys: that of <c>namespace/name</c> as one string, which is how etcd sorts.</summary>
    public static int Compare(string? leftNamespace, string leftName, string? rightNamespace, string rightName)
    {
        var order = CompareNamespaces(leftNamespace, rightNamespace);
        return order != 0 ? order : string.CompareOrdinal(leftName, rightName);
    }

    private static int CompareNamespaces(string? left, string? right)
    {
        if (ReferenceEquals(left, right))
        {
            return 0;
        }

        left ??= "";
        right ??= "";
        var common = Math.Min(left.Length, right.Length);
        var order = string.CompareOrdinal(left, 0, right, 0, common);
        if (order != 0 || left.Length == right.Length)
        {
            return order;
        }

        // The shorter one continues with the separator.
        return left.Length < right.Length ? '/'.CompareTo(right[common]) : left[common].CompareTo('/');
    }

    private static int Search(StoredObject[] chunk, string? @namespace, string name)
    {
        var low = 0;
        var high = chunk.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var order = Compare(chunk[middle].Namespace, chunk[middle].Name, @namespace, name);
            if (order == 0)
            {
                return middle;
            }

            if (order < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return ~low;
    }

    private static StoredObject[] Insert(StoredObject[] chunk, int index, StoredObject value)
    {
        var grown = new StoredObject[chunk.Length + 1];
        chunk.AsSpan(0, index).CopyTo(grown);
        grown[index] = value;
        chunk.AsSpan(index).CopyTo(grown.AsSpan(index + 1));
        return grown;
    }

    private static StoredObject[][] Split(StoredObject[] chunk) => [chunk[..(chunk.Length / 2)], chunk[(chunk.Length / 2)..]];

    /// <summary>The last chunk whose first key is not after the given one; -1 when the key is before all.</summary>
    private int FindChunk(string? @namespace, string name)
    {
        var low = 0;
        var high = _chunks.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var first = _chunks[middle][0];
            if (Compare(first.Namespace, first.Name, @namespace, name) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return high;
    }

    private StoredObject[][] Replace(int at, StoredObject[] chunk)
    {
        var chunks = (StoredObject[][])_chunks.Clone();
        chunks[at] = chunk;
        return chunks;
    }
}
