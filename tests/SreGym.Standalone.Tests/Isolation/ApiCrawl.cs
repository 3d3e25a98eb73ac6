using System.Text.Json;

namespace SreGym.Standalone.Tests.Isolation;

/// <summary>Everything a Kubernetes API server shows to whoever holds a token, found by its own discovery.</summary>
internal sealed class ApiCrawl(Crawl crawl)
{
    private const string Table = "application/json;as=Table;v=v1;g=meta.k8s.io";

    private static readonly string[] s_questions =
        ["log", "log?previous=true", "status", "exec?command=env", "attach", "portforward", "proxy"];

    private static readonly string[] s_elsewhere =
    [
        "/version", "/healthz", "/livez", "/readyz", "/metrics", "/logs", "/debug/pprof/", "/swagger.json", "/openapi/v2", "/openapi/v3",
        "/.well-known/openid-configuration", "/openid/v1/jwks", "/", "/nothing", "/apis/nothing/v1",
        "/api/v1/namespaces/default/pods/nothing",
    ];

    public async Task WalkAsync(string @namespace)
    {
        await Task.WhenAll(s_elsewhere.Select(path => crawl.LookAsync(path)));
        var namespaces = Names(await crawl.LookAsync("/api/v1/namespaces"));
        await Task.WhenAll((await ListGroupsAsync()).Select(async group =>
        {
            var resources = Crawl.Parse(await crawl.LookAsync(group)).GetProperty("resources").EnumerateArray().ToArray();
            await Task.WhenAll(resources.Where(IsListed).Select(resource => ListAsync(group, resource, namespaces)));
        }));
        await crawl.LookAsync("/api/v1/namespaces/platform-registry/secrets/registry-credentials");
        await AskAboutPodsAsync(namespaces);
        await AskWhoIAmAsync(@namespace);
        await ErrAsync(@namespace);
    }

    private static bool IsListed(JsonElement resource) =>
        resource.GetProperty("verbs").EnumerateArray().Any(verb => verb.GetString() == "list");

    private static string[] Names(Sight list) => !Crawl.Parse(list).TryGetProperty("items", out var items)
        ? []
        : [.. items.EnumerateArray().Select(item => item.GetProperty("metadata").GetProperty("name").GetString()!)];

    private async Task<IEnumerable<string>> ListGroupsAsync()
    {
        var core = Crawl.Parse(await crawl.LookAsync("/api")).GetProperty("versions").EnumerateArray();
        var groups = Crawl.Parse(await crawl.LookAsync("/apis")).GetProperty("groups").EnumerateArray();
        return
        [
            .. core.Select(version => $"/api/{version.GetString()}"),
            .. groups.SelectMany(group => group.GetProperty("versions").EnumerateArray())
                .Select(version => $"/apis/{version.GetProperty("groupVersion").GetString()}"),
        ];
    }

    // A watch from the first version shows what was there and is not any more.
    private async Task ListAsync(string group, JsonElement resource, string[] namespaces)
    {
        var name = resource.GetProperty("name").GetString()!;
        string[] paths = [$"{group}/{name}"];
        if ((await crawl.LookAsync(paths[0])).Status != 200 && resource.GetProperty("namespaced").GetBoolean())
        {
            paths = [.. namespaces.Select(@namespace => $"{group}/namespaces/{@namespace}/{name}")];
            await Task.WhenAll(paths.Select(path => crawl.LookAsync(path)));
        }

        await Task.WhenAll(paths.SelectMany(path => (Task[])
        [
            crawl.LookAsync(path, Table),
            crawl.LookAsync($"{path}?watch=true&timeoutSeconds=1"),
            crawl.LookAsync($"{path}?watch=true&timeoutSeconds=1&resourceVersion=1"),
        ]));
    }

    private async Task AskAboutPodsAsync(string[] namespaces)
    {
        foreach (var @namespace in namespaces)
        {
            var pods = Names(await crawl.LookAsync($"/api/v1/namespaces/{@namespace}/pods"));
            var services = Names(await crawl.LookAsync($"/api/v1/namespaces/{@namespace}/services"));
            var asked = from pod in pods from question in s_questions select $"/api/v1/namespaces/{@namespace}/pods/{pod}/{question}";
            var proxied = services.Select(service => $"/api/v1/namespaces/{@namespace}/services/{service}/proxy/v2/");
            await Task.WhenAll(asked.Concat(proxied).Select(path => crawl.LookAsync(path)));
        }
    }

    private async Task AskWhoIAmAsync(string @namespace)
    {
        await crawl.PostAsync(
            "/apis/authentication.k8s.io/v1/selfsubjectreviews",
            """{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"}""");
        await crawl.PostAsync(
            "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
            JsonSerializer.Serialize(new
            {
                apiVersion = "authorization.k8s.io/v1",
                kind = "SelfSubjectRulesReview",
                spec = new { @namespace },
            }));
        await crawl.PostAsync(
            "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
            """
            {
              "apiVersion":"authorization.k8s.io/v1",
              "kind":"SelfSubjectAccessReview",
              "spec":{"resourceAttributes":{"verb":"get","resource":"secrets","namespace":"platform-registry"}}
            }
            """);
    }

    private async Task ErrAsync(string @namespace)
    {
        await crawl.PostAsync("/api/v1/namespaces/kube-system/configmaps", """{"metadata":{"name":"mine"}}""");
        await crawl.PostAsync($"/api/v1/namespaces/{@namespace}/pods", """{"metadata":{"name":"NOT a name"}}""");
        await crawl.PostAsync($"/api/v1/namespaces/{@namespace}/pods", "{");
        await crawl.PostAsync($"/apis/apps/v1/namespaces/{@namespace}/deployments", """{"kind":"Deployment","spec":{"replicas":"two"}}""");
        await crawl.SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"/apis/apps/v1/namespaces/{@namespace}/deployments/nothing"));
        await crawl.SendAsync(new HttpRequestMessage(HttpMethod.Trace, "/api/v1/namespaces"));
    }
}
