using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Tests.Storage;

public sealed class ObjectStoreTests
{
    private readonly ObjectStore _store = new();

    [Fact]
    public void Insert_Object_BytesCarryItsResourceVersion()
    {
        for (var index = 0; index < 12; index++)
        {
            _store.Insert(Draft("shop", $"item-{index:00}"));
        }

        var last = _store.Find(ResourceTypes.ConfigMaps, "shop", "item-11")!;

        Assert.Equal("12", (string?)last.Parse()["metadata"]!["resourceVersion"]);
        Assert.StartsWith("""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"item-11",""", Text(last), StringComparison.Ordinal);
        Assert.StartsWith("\"metadata\":", Encoding.UTF8.GetString(last.JsonBody.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void List_ManyObjects_InKeyOrder()
    {
        foreach (var index in Enumerable.Range(0, 500).OrderBy(number => number * 7919 % 500))
        {
            _store.Insert(Draft(index % 2 == 0 ? "a" : "a-b", index.ToString("000", CultureInfo.InvariantCulture)));
        }

        var all = _store.List(ResourceTypes.ConfigMaps);
        var some = _store.List(ResourceTypes.ConfigMaps, "a");

        Assert.Equal(all.Select(item => $"{item.Namespace}/{item.Name}").Order(StringComparer.Ordinal), all.Select(item => $"{item.Namespace}/{item.Name}"));
        Assert.Equal(250, some.Count);
        Assert.All(some, item => Assert.Equal("a", item.Namespace));
    }

    [Fact]
    public void Remove_HalfOfTheObjects_OthersStay()
    {
        for (var index = 0; index < 300; index++)
        {
            _store.Insert(Draft("shop", index.ToString("000", CultureInfo.InvariantCulture)));
        }

        foreach (var item in _store.List(ResourceTypes.ConfigMaps).Where((_, index) => index % 2 == 0))
        {
            _store.Remove(item);
        }

        var left = _store.List(ResourceTypes.ConfigMaps);
        Assert.Equal(150, left.Count);
        Assert.All(left, item => Assert.NotNull(_store.Find(ResourceTypes.ConfigMaps, "shop", item.Name)));
    }

    [Fact]
    public async Task Watch_FromSnapshot_SeesEveryLaterWriteOnce()
    {
        _store.Insert(Draft("shop", "before"));
        var snapshot = _store.Snapshot(ResourceTypes.ConfigMaps);
        var after = _store.Insert(Draft("shop", "after"))!;
        _store.Remove(after);

        var changes = await _store.WatchAsync(
            ResourceTypes.ConfigMaps, null, snapshot.ResourceVersion, TestContext.Current.CancellationToken).Take(2).ToListAsync();

        Assert.Equal([WatchEventType.Added, WatchEventType.Deleted], changes.Select(change => change.Type));
        Assert.Equal(3, changes[1].Object.ResourceVersion);
    }

    [Fact]
    public void OpenCursor_ForgottenResourceVersion_TooOld()
    {
        for (var index = 0; index < 1100; index++)
        {
            _store.Insert(Draft("shop", index.ToString("0000", CultureInfo.InvariantCulture)));
        }

        var error = Assert.Throws<ResourceVersionTooOldException>(() => _store.OpenCursor(ResourceTypes.ConfigMaps, 1));

        Assert.Equal("too old resource version: 1 (76)", error.Message);
    }

    [Fact]
    public void Subscribe_Writes_CalledInOrderUntilDisposed()
    {
        var seen = new List<long>();
        var subscription = _store.Subscribe(change => seen.Add(change.Object.ResourceVersion));

        _store.Insert(Draft("shop", "a"));
        _store.Insert(Draft("shop", "b"));
        subscription.Dispose();
        _store.Insert(Draft("shop", "c"));

        Assert.Equal([1, 2], seen);
    }

    private static DraftObject Draft(string @namespace, string name) => ObjectEncoder.Encode(
        ResourceTypes.ConfigMaps,
        new JsonObject { ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = @namespace } });

    private static string Text(StoredObject value) => Encoding.UTF8.GetString(value.Json.Span);
}
