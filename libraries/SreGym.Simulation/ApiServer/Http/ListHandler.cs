using System.Globalization;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Lists: selects from a snapshot, page by page where the client wants pages.</summary>
internal sealed class ListHandler(ObjectStore store)
{
    private readonly PagedLists _paged = new();

    public Task HandleAsync(RequestScope scope)
    {
        var query = ListQuery.Read(scope.Context.Request.Query);
        query.CheckList();
        var form = ContentNegotiation.Choose(scope.Context.Request.Headers.Accept);
        var page = Read(scope.Type, ObjectFilter.Read(scope), query);
        return ListWriter.WriteAsync(scope, page, form);
    }

    public ListPage Read(ResourceType type, ObjectFilter filter, ListQuery query)
    {
        var stored = type.StoredAs ?? type;
        var token = query.Continue.Length > 0 ? ContinueToken.Parse(query.Continue) : null;
        var snapshot = FindSnapshot(stored, filter.Namespace, query, token);
        var first = token is null ? 0 : FirstAfter(snapshot.Objects, token.Start);
        if (query.Limit <= 0 && first == 0 && filter.IsOpen)
        {
            return new ListPage(snapshot.Objects, snapshot.ResourceVersion, "", null);
        }

        return Select(stored, filter, query.Limit, snapshot, first);
    }

    private ListPage Select(ResourceType type, ObjectFilter filter, int limit, ObjectSnapshot snapshot, int first)
    {
        var selected = new List<StoredObject>();
        for (var index = first; index < snapshot.Objects.Count; index++)
        {
            var value = snapshot.Objects[index];
            if (!filter.Matches(value))
            {
                continue;
            }

            if (limit > 0 && selected.Count == limit)
            {
                _paged.Keep(type, filter.Namespace, snapshot);
                var last = selected[^1];
                var next = new ContinueToken(snapshot.ResourceVersion, $"{last.Namespace}/{last.Name}").Encode();
                return new ListPage(selected, snapshot.ResourceVersion, next, filter.IsOpen ? snapshot.Objects.Count - index : null);
            }

            selected.Add(value);
        }

        return new ListPage(selected, snapshot.ResourceVersion, "", null);
    }

    private ObjectSnapshot FindSnapshot(ResourceType type, string? @namespace, ListQuery query, ContinueToken? token)
    {
        if (token is not null)
        {
            return _paged.Find(type, @namespace, token.ResourceVersion) ?? throw ApiErrors.Expired(
                "The provided continue parameter is too old to display a consistent list result. You can start a new list without the "
                + "continue parameter.");
        }

        var current = store.Snapshot(type, @namespace);
        var wanted = query.ParseVersion();
        if (wanted > current.ResourceVersion)
        {
            throw TooLarge(wanted, current.ResourceVersion);
        }

        return query.ResourceVersionMatch == "Exact" && wanted != current.ResourceVersion
            ? _paged.Find(type, @namespace, wanted) ?? throw ApiErrors.Expired("The resourceVersion for the provided list is too old.")
            : current;
    }

    private static ApiStatusException TooLarge(long wanted, long current) => new(new ApiStatus
    {
        Code = 504,
        Reason = "Timeout",
        Message = string.Create(CultureInfo.InvariantCulture, $"Timeout: Too large resource version: {wanted}, current: {current}"),
        Causes = [new StatusCause("ResourceVersionTooLarge", "Too large resource version", "")],
        RetryAfterSeconds = 1,
    });

    private static int FirstAfter(IReadOnlyList<StoredObject> objects, string start)
    {
        var slash = start.IndexOf('/', StringComparison.Ordinal);
        var (scope, name) = (start[..Math.Max(slash, 0)], start[(slash + 1)..]);
        var (low, high) = (0, objects.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (SortedObjects.Compare(objects[middle].Namespace, objects[middle].Name, scope, name) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
