using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace SreGym.Cluster.Tests;

/// <summary>Lists, pages, selectors, watches and patches over plain HTTP, as the Kubernetes API conventions describe them.</summary>
public sealed class ApiConformanceTests(ClusterServiceFixture service) : IClassFixture<ClusterServiceFixture>
{
    private const string Maps = "api/v1/namespaces/default/configmaps";

    [Fact]
    public async Task List_WithLimit_PagesShowOneMoment()
    {
        using var client = await ConnectAsync("pages");
        for (var number = 0; number < 5; number++)
        {
            await CreateMapAsync(client, $"page-{number}", "paged");
        }

        var first = await GetAsync(client, $"{Maps}?labelSelector=set=paged&limit=3");
        await CreateMapAsync(client, "page-9", "paged");
        var second = await GetAsync(client, $"{Maps}?labelSelector=set=paged&limit=3&continue={first["metadata"]!["continue"]}");

        Assert.Equal(["page-0", "page-1", "page-2"], Names(first));
        Assert.Equal(["page-3", "page-4"], Names(second));
        Assert.Null(second["metadata"]!["continue"]);
        Assert.Equal((string?)first["metadata"]!["resourceVersion"], (string?)second["metadata"]!["resourceVersion"]);
    }

    [Theory]
    [InlineData("labelSelector=set=a", "one,two")]
    [InlineData("labelSelector=set!=a,set", "three")]
    [InlineData("labelSelector=set in (a,b)", "one,three,two")]
    [InlineData("labelSelector=set notin (a),set", "three")]
    [InlineData("labelSelector=!set", "kube-root-ca.crt,plain")]
    [InlineData("fieldSelector=metadata.name=plain", "plain")]
    [InlineData("fieldSelector=metadata.name!=plain&labelSelector=!set", "kube-root-ca.crt")]
    public async Task List_BySelector_OnlyMatching(string query, string expected)
    {
        using var client = await ConnectAsync($"selectors-{Math.Abs(string.GetHashCode(query, StringComparison.Ordinal))}");
        await CreateMapAsync(client, "one", "a");
        await CreateMapAsync(client, "two", "a");
        await CreateMapAsync(client, "three", "b");
        await CreateMapAsync(client, "plain", null);

        var list = await GetAsync(client, $"{Maps}?{query}");

        Assert.Equal(expected.Split(','), Names(list));
    }

    [Fact]
    public async Task Watch_FromList_SeesWritesInOrder()
    {
        using var client = await ConnectAsync("watch");
        var list = await GetAsync(client, Maps);
        using var watch = await WatchAsync(client, $"{Maps}?watch=true&resourceVersion={list["metadata"]!["resourceVersion"]}&labelSelector=set=a");

        await CreateMapAsync(client, "other", "b");
        await CreateMapAsync(client, "mine", "a");
        await PatchAsync(client, $"{Maps}/mine", "application/merge-patch+json", """{"data":{"k":"w"}}""");
        await PatchAsync(client, $"{Maps}/mine", "application/merge-patch+json", """{"metadata":{"labels":{"set":"b"}}}""");

        Assert.Equal("ADDED mine", await NextAsync(watch));
        Assert.Equal("MODIFIED mine", await NextAsync(watch));
        Assert.Equal("DELETED mine", await NextAsync(watch));
    }

    [Fact]
    public async Task Watch_SendInitialEvents_EndsThemWithABookmark()
    {
        using var client = await ConnectAsync("initial");
        using var watch = await WatchAsync(
            client, "api/v1/namespaces?watch=true&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan&resourceVersion=0");

        for (var number = 0; number < 4; number++)
        {
            Assert.StartsWith("ADDED", await NextAsync(watch), StringComparison.Ordinal);
        }

        var bookmark = JsonNode.Parse((await watch.ReadLineAsync(TestContext.Current.CancellationToken))!)!;

        Assert.Equal("BOOKMARK", (string?)bookmark["type"]);
        Assert.Equal("true", (string?)bookmark["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]);
    }

    [Fact]
    public async Task Watch_Timeout_Ends()
    {
        using var client = await ConnectAsync("timeout");
        using var watch = await WatchAsync(client, $"{Maps}?watch=true&resourceVersion=1000000&timeoutSeconds=1");

        Assert.Null(await watch.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("application/json-patch+json", """[{"op":"add","path":"/data/added","value":"1"},{"op":"test","path":"/data/k","value":"v"}]""")]
    [InlineData("application/merge-patch+json", """{"data":{"added":"1"}}""")]
    [InlineData("application/strategic-merge-patch+json", """{"data":{"added":"1"}}""")]
    [InlineData("application/apply-patch+yaml", "apiVersion: v1\nkind: ConfigMap\ndata:\n  added: \"1\"\n")]
    public async Task Patch_EachKind_Changes(string mediaType, string patch)
    {
        using var client = await ConnectAsync($"patch-{mediaType[12..16]}");
        await CreateMapAsync(client, "target", "a");

        var patched = await PatchAsync(client, $"{Maps}/target?fieldManager=tester", mediaType, patch);

        Assert.Equal("1", (string?)patched["data"]!["added"]);
        Assert.Equal("v", (string?)patched["data"]!["k"]);
    }

    [Fact]
    public async Task Patch_Strategic_MergesContainersByName()
    {
        using var client = await ConnectAsync("strategic");
        await SendAsync(client, HttpMethod.Post, "api/v1/namespaces/default/podtemplates", """
            {"metadata":{"name":"t"},"template":{"spec":{"containers":[{"name":"a","image":"x:1"},{"name":"b","image":"y:1"}]}}}
            """);

        var patched = await PatchAsync(
            client,
            "api/v1/namespaces/default/podtemplates/t",
            "application/strategic-merge-patch+json",
            """{"template":{"spec":{"$setElementOrder/containers":[{"name":"b"},{"name":"c"}],"containers":[{"name":"b","image":"y:2"},{"name":"c","image":"z:1"},{"$patch":"delete","name":"a"}]}}}""");

        var containers = patched["template"]!["spec"]!["containers"]!.AsArray();
        Assert.Equal(["b y:2", "c z:1"], containers.Select(container => $"{container!["name"]} {container["image"]}"));
    }

    [Fact]
    public async Task Update_WithStaleVersion_Conflict()
    {
        using var client = await ConnectAsync("stale");
        await CreateMapAsync(client, "target", "a");
        var stale = await GetAsync(client, $"{Maps}/target");
        await PatchAsync(client, $"{Maps}/target", "application/merge-patch+json", """{"data":{"k":"w"}}""");

        using var answer = await client.PutAsync($"{Maps}/target", Json(stale.ToJsonString()), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
    }

    [Fact]
    public async Task DryRun_Create_StoresNothing()
    {
        using var client = await ConnectAsync("dry");

        await SendAsync(client, HttpMethod.Post, $"{Maps}?dryRun=All", """{"metadata":{"name":"ghost"}}""");
        using var answer = await client.GetAsync($"{Maps}/ghost", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task DeleteCollection_BySelector_LeavesTheOthers()
    {
        using var client = await ConnectAsync("collection");
        await CreateMapAsync(client, "one", "a");
        await CreateMapAsync(client, "two", "b");

        using var answer = await client.DeleteAsync($"{Maps}?labelSelector=set=a", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["kube-root-ca.crt", "two"], Names(await GetAsync(client, Maps)));
    }

    private async Task<HttpClient> ConnectAsync(string id) => ClusterServiceFixture.ConnectPlainly(await service.CreateAsync($"conformance-{id}"));

    private static Task<JsonNode> CreateMapAsync(HttpClient client, string name, string? set)
    {
        var labels = set is null ? "{}" : $$"""{"set":"{{set}}"}""";
        return SendAsync(client, HttpMethod.Post, Maps, $$$"""{"metadata":{"name":"{{{name}}}","labels":{{{labels}}}},"data":{"k":"v"}}""");
    }

    private static async Task<JsonNode> GetAsync(HttpClient client, string path) =>
        JsonNode.Parse(await client.GetStringAsync(path, TestContext.Current.CancellationToken))!;

    private static async Task<JsonNode> PatchAsync(HttpClient client, string path, string mediaType, string patch)
    {
        using var content = new StringContent(patch, Encoding.UTF8, mediaType);
        using var answer = await client.PatchAsync(path, content, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    private static async Task<JsonNode> SendAsync(HttpClient client, HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = Json(body) };
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    private static async Task<StreamReader> WatchAsync(HttpClient client, string path)
    {
        var answer = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<string> NextAsync(StreamReader watch)
    {
        var frame = JsonNode.Parse((await watch.ReadLineAsync(TestContext.Current.CancellationToken))!)!;
        return $"{frame["type"]} {frame["object"]!["metadata"]!["name"]}";
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static IEnumerable<string?> Names(JsonNode list) => list["items"]!.AsArray().Select(item => (string?)item!["metadata"]!["name"]);
}
