using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>
/// Keeps the lists whose pages are still being fetched, so that all pages show the same moment. The oldest are forgotten.
/// </summary>
internal sealed class PagedLists
{
    private const int Kept = 32;

    private readonly Lock _gate = new();
    private readonly LinkedList<(ResourceType Type, string? Namespace, ObjectSnapshot Snapshot)> _lists = [];

    public void Keep(ResourceType type, string? @namespace, ObjectSnapshot snapshot)
    {
        lock (_gate)
        {
            if (Search(type, @namespace, snapshot.ResourceVersion) is not null)
            {
                return;
            }

            _lists.AddFirst((type, @namespace, snapshot));
            if (_lists.Count > Kept)
            {
                _lists.RemoveLast();
            }
        }
    }

    public ObjectSnapshot? Find(ResourceType type, string? @namespace, long resourceVersion)
    {
        lock (_gate)
        {
            return Search(type, @namespace, resourceVersion);
        }
    }

    private ObjectSnapshot? Search(ResourceType type, string? @namespace, long resourceVersion)
    {
        foreach (var list in _lists)
        {
            if (list.Type == type && list.Namespace == @namespace && list.Snapshot.ResourceVersion == resourceVersion)
            {
                return list.Snapshot;
            }
        }

        return null;
    }
}
