using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace SreGym.Cluster.Tests;

/// <summary>What is wrong with a request is said in the API server's words, and nothing of it is stored.</summary>
public sealed class BadInputTests(ClusterServiceFixture service) : IClassFixture<ClusterServiceFixture>
{
    private const string Json = "application/json";
    private const string Maps = "api/v1/namespaces/default/configmaps";
    private const string Deployments = "apis/apps/v1/namespaces/default/deployments";

    public static TheoryData<string, string, string, string, int, string> Requests => new()
    {
        { "POST", Maps, Json, "{\"metadata\":", 400, "json parse error: unexpected end of JSON input" },
        { "POST", Maps, Json, "[]", 400, "cannot unmarshal" },
        { "POST", Maps, Json, "", 400, "unexpected end of JSON input" },
        { "POST", Maps, Json, """{"kind":"Secret","apiVersion":"v1","metadata":{"name":"x"}}""", 400, "cannot be handled as a ConfigMap" },
        { "POST", Maps, Json, """{"metadata":{"name":"Not_A_Name"}}""", 422, "a lowercase RFC 1123 subdomain" },
        { "POST", Maps, Json, """{"metadata":{}}""", 422, "name or generateName is required" },
        { "POST", Maps, Json, """{"metadata":{"name":"x","namespace":"kube-system"}}""", 400, "does not match the namespace sent on the request" },
        { "POST", Maps, Json, """{"metadata":{"name":"x"},"data":{"a":1}}""", 400, "cannot unmarshal number" },
        { "POST", Maps + "?fieldValidation=Strict", Json, """{"metadata":{"name":"x"},"datas":{}}""", 400, "strict decoding error: unknown field \"datas\"" },
        { "POST", Maps + "?fieldValidation=Loose", Json, """{"metadata":{"name":"x"}}""", 422, "Unsupported value: \"Loose\"" },
        { "POST", Maps + "?dryRun=Some", Json, """{"metadata":{"name":"x"}}""", 422, "Unsupported value: \"Some\"" },
        { "POST", Maps, "text/csv", "a,b", 415, "unknown format" },
        { "POST", Maps, "application/yaml", "metadata: [", 400, "yaml" },
        { "POST", Maps, "application/vnd.kubernetes.protobuf", "nonsense", 400, "protobuf" },
        { "POST", "api/v1/namespaces/nowhere/configmaps", Json, """{"metadata":{"name":"x"}}""", 404, "namespaces \"nowhere\" not found" },
        { "POST", Deployments, Json, """{"metadata":{"name":"x"},"spec":{"replicas":-1}}""", 422, "spec.replicas: Invalid value: -1" },
        { "PATCH", Maps + "/kube-root-ca.crt", "application/merge-patch+json", "{\"data\":", 400, "unexpected end of JSON input" },
        { "PATCH", Maps + "/kube-root-ca.crt", "application/json-patch+json", """[{"op":"remove","path":"/data/none"}]""", 422, "rejected our request" },
        { "PATCH", Maps + "/kube-root-ca.crt", "application/json-patch+json", """[{"op":"explode","path":"/data"}]""", 400, "unexpected operation kind" },
        { "PATCH", Maps + "/kube-root-ca.crt", "application/json-patch+json", """{"op":"add"}""", 400, "error decoding patch" },
        { "PATCH", Maps + "/kube-root-ca.crt", Json, "{}", 415, "application/strategic-merge-patch+json" },
        { "PATCH", Maps + "/kube-root-ca.crt", "application/apply-patch+yaml", "apiVersion: v1\nkind: ConfigMap\n", 422, "fieldManager" },
        { "PATCH", Maps + "/missing", "application/merge-patch+json", "{}", 404, "configmaps \"missing\" not found" },
        { "PUT", Maps + "/kube-root-ca.crt", Json, """{"metadata":{"name":"other"}}""", 400, "does not match the name on the URL" },
        { "GET", Maps + "?labelSelector=a%20b", Json, "", 400, "unable to parse requirement" },
        { "GET", Maps + "?fieldSelector=data.k=v", Json, "", 400, "field label not supported: data.k" },
        { "GET", Maps + "?continue=nonsense", Json, "", 400, "continue key is not valid" },
        { "GET", Maps + "?limit=ten", Json, "", 400, "limit" },
        { "GET", Maps + "?resourceVersion=99999999", Json, "", 504, "Too large resource version" },
        { "GET", "api/v1/nonsense", Json, "", 404, "the server could not find the requested resource" },
        { "GET", "apis/nonsense.io/v1/things", Json, "", 404, "404 page not found" },
        { "GET", "nonsense", Json, "", 404, "404 page not found" },
        { "DELETE", Maps + "/missing", Json, "", 404, "configmaps \"missing\" not found" },
        { "POST", "api/v1/namespaces/default/pods/none/binding", Json, """{"target":{"name":"node-1"}}""", 404, "pods \"none\" not found" },
        { "DELETE", "api/v1/namespaces/default", Json, "", 403, "this namespace may not be deleted" },
        { "POST", Maps + "/kube-root-ca.crt", Json, "{}", 405, "does not allow this method" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Request_Wrong_SaysWhyAndStoresNothing(string method, string path, string mediaType, string body, int status, string message)
    {
        using var client = ClusterServiceFixture.ConnectPlainly(await service.CreateAsync($"bad-{Guid.CreateVersion7():N}"));
        var before = await client.GetStringAsync(Maps, TestContext.Current.CancellationToken);

        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method != "GET")
        {
            request.Content = new StringContent(body, Encoding.UTF8, mediaType);
        }

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(message, Message(text), StringComparison.Ordinal);
        Assert.Equal(Items(before), Items(await client.GetStringAsync(Maps, TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData("wrong-token", HttpStatusCode.Unauthorized, "Unauthorized")]
    [InlineData(null, HttpStatusCode.Forbidden, "configmaps is forbidden: User \"system:anonymous\" cannot list resource \"configmaps\" in API group \"\" in the namespace \"default\"")]
    public async Task Token_WrongOrMissing_Refused(string? token, HttpStatusCode status, string message)
    {
        using var client = ClusterServiceFixture.ConnectPlainly(await service.CreateAsync($"token-{(token ?? "none")}"), token);

        using var answer = await client.GetAsync(Maps, TestContext.Current.CancellationToken);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(message, Message(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task ServiceAccount_WithRole_MayDoThatAndNoMore()
    {
        var cluster = await service.CreateAsync("rights");
        using var admin = ClusterServiceFixture.ConnectPlainly(cluster);
        await PostAsync(admin, "apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings", """
            {"metadata":{"name":"viewers"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"view"},
             "subjects":[{"kind":"ServiceAccount","name":"default","namespace":"default"}]}
            """);
        var issued = await PostAsync(admin, "api/v1/namespaces/default/serviceaccounts/default/token", """{"spec":{"expirationSeconds":3600}}""");
        using var account = ClusterServiceFixture.ConnectPlainly(cluster, (string?)JsonNode.Parse(issued)!["status"]!["token"]);

        var read = await account.GetAsync(Maps, TestContext.Current.CancellationToken);
        var secrets = await account.GetAsync("api/v1/namespaces/default/secrets", TestContext.Current.CancellationToken);
        var elsewhere = await account.GetAsync("api/v1/namespaces/kube-system/configmaps", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, elsewhere.StatusCode);
        Assert.Equal(
            "secrets is forbidden: User \"system:serviceaccount:default:default\" cannot list resource \"secrets\" in API group \"\" in the namespace \"default\"",
            Message(await secrets.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    private static async Task<string> PostAsync(HttpClient client, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, Json);
        using var answer = await client.PostAsync(path, content, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return text;
    }

    private static string Message(string body) => body.StartsWith('{') ? (string?)JsonNode.Parse(body)!["message"] ?? "" : body;

    private static string Items(string list) => JsonNode.Parse(list)!["items"]!.ToJsonString();
}
