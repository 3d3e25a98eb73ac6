using System.Text.Json.Nodes;
using SreGym.Problems.Baselines;
using SreGym.Problems.ImagePull.MissingImagePullSecret;

namespace SreGym.Problems.Tests.Baselines;

public sealed class BaselineComparisonTests
{
    private const string Deployment = """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"recommendation","namespace":"hotel-reservation"},
         "spec":{"replicas":1,"template":{"metadata":{"labels":{"a":"b"}},
         "spec":{"containers":[{"name":"c","image":"localhost:30500/hotel-reservation/recommendation:latest","imagePullPolicy":"Always"}],
         "imagePullSecrets":[{"name":"hotel-registry-pull"}]}}}}
        """;

    private const string Secret = """
        {"apiVersion":"v1","kind":"Secret","metadata":{"name":"hotel-registry-pull","namespace":"hotel-reservation"},
         "type":"kubernetes.io/dockerconfigjson","data":{".dockerconfigjson":"e30="}}
        """;

    private const string Account = """
        {"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"default","namespace":"hotel-reservation"}}
        """;

    [Fact]
    public void Compare_SameState_FindsNothing() =>
        Assert.Empty(BaselineComparison.Compare(Of(Deployment, Secret), Of(Deployment, Secret)));

    [Fact]
    public void Compare_ServerWrittenFields_DoNotCount()
    {
        var later = Deployment.Replace(
            "\"namespace\":\"hotel-reservation\"}",
            "\"namespace\":\"hotel-reservation\",\"uid\":\"x\",\"resourceVersion\":\"7\",\"generation\":4,\"creationTimestamp\":\"2026-01-01T00:00:00Z\","
                + "\"annotations\":{\"deployment.kubernetes.io/revision\":\"3\",\"kubectl.kubernetes.io/last-applied-configuration\":\"{}\"},\"managedFields\":[]}",
            StringComparison.Ordinal);

        Assert.Empty(BaselineComparison.Compare(Of(Deployment), Of(later)));
    }

    [Fact]
    public void Compare_ChangedField_NamesObjectPathAndBothValues()
    {
        var difference = Assert.Single(BaselineComparison.Compare(
            Of(Deployment), Of(Deployment.Replace("\"replicas\":1", "\"replicas\":0", StringComparison.Ordinal))));

        Assert.Equal("Deployment hotel-reservation/recommendation: spec.replicas was 1, is 0", difference.ToString());
    }

    [Fact]
    public void Compare_Secrets_NeverShowsTheirValues()
    {
        var before = Of(Secret);
        var after = Of(Secret.Replace("e30=", "c2VjcmV0", StringComparison.Ordinal));

        var difference = Assert.Single(BaselineComparison.Compare(before, after));

        Assert.DoesNotContain("c2VjcmV0", difference.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("e30=", before.Objects.Values.Single().ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"name\":\"hotel-registry-pull\"}]", "\"name\":\"other\"}]")]
    [InlineData(",\n \"imagePullSecrets\":[{\"name\":\"hotel-registry-pull\"}]", "")]
    [InlineData("\"metadata\":{\"labels\"", "\"metadata\":{\"annotations\":{\"kubectl.kubernetes.io/restartedAt\":\"now\"},\"labels\"")]
    public void Allowed_ChangesOfARepair_AreNoDamage(string old, string now) =>
        Assert.Empty(FindDamage(Of(Deployment), Of(Deployment.Replace(old, now, StringComparison.Ordinal))));

    [Theory]
    [InlineData("localhost:30500/hotel-reservation/recommendation:latest", "ghcr.io/sregym/hotel-reservation:latest")]
    [InlineData("\"Always\"", "\"IfNotPresent\"")]
    [InlineData("\"replicas\":1", "\"replicas\":0")]
    [InlineData("\"a\":\"b\"", "\"a\":\"c\"")]
    [InlineData("\"containers\":[{", "\"nodeName\":\"node-1\",\"containers\":[{")]
    [InlineData("\"imagePullPolicy\":\"Always\"", "\"imagePullPolicy\":\"Always\",\"readinessProbe\":{}")]
    [InlineData("\"metadata\":{\"labels\"", "\"metadata\":{\"annotations\":{\"kubectl.kubernetes.io/restartedAt\":\"now\",\"x\":\"y\"},\"labels\"")]
    public void Allowed_OtherChangesOfATarget_AreDamage(string old, string now) =>
        Assert.NotEmpty(FindDamage(Of(Deployment), Of(Deployment.Replace(old, now, StringComparison.Ordinal))));

    [Fact]
    public void Allowed_PullSecrets_MayComeAndGoInTheApplicationsNamespaceOnly()
    {
        var renamed = Secret.Replace("hotel-registry-pull", "other", StringComparison.Ordinal);
        var elsewhere = renamed.Replace("hotel-reservation", "default", StringComparison.Ordinal);
        var opaque = renamed.Replace("kubernetes.io/dockerconfigjson", "Opaque", StringComparison.Ordinal);

        Assert.Empty(FindDamage(Of(Deployment, Secret), Of(Deployment, renamed)));
        Assert.NotEmpty(FindDamage(Of(Deployment), Of(Deployment, elsewhere)));
        Assert.NotEmpty(FindDamage(Of(Deployment), Of(Deployment, opaque)));
    }

    [Fact]
    public void Allowed_ServiceAccounts_MayGetPullSecretsAndNothingElse()
    {
        var withSecret = Account.TrimEnd()[..^1] + ",\"imagePullSecrets\":[{\"name\":\"hotel-registry-pull\"}]}";
        var relabelled = Account.Replace("\"name\":\"default\"", "\"name\":\"default\",\"labels\":{\"a\":\"b\"}", StringComparison.Ordinal);
        var added = Account.Replace("\"default\"", "\"puller\"", StringComparison.Ordinal);
        var used = Deployment.Replace("\"spec\":{\"containers\"", "\"spec\":{\"serviceAccountName\":\"puller\",\"containers\"", StringComparison.Ordinal);

        Assert.Empty(FindDamage(Of(Account), Of(withSecret)));
        Assert.NotEmpty(FindDamage(Of(Account), Of(relabelled)));
        Assert.NotEmpty(FindDamage(Of(Deployment), Of(Deployment, added)));
        Assert.Empty(FindDamage(Of(Deployment), Of(used, added)));
    }

    [Fact]
    public void Allowed_OtherWorkloads_MayNotBeTouched()
    {
        var other = Deployment.Replace("\"name\":\"recommendation\"", "\"name\":\"frontend\"", StringComparison.Ordinal);
        var restarted = other.Replace(
            "\"metadata\":{\"labels\"", "\"metadata\":{\"annotations\":{\"kubectl.kubernetes.io/restartedAt\":\"now\"},\"labels\"", StringComparison.Ordinal);

        Assert.NotEmpty(FindDamage(Of(other), Of(restarted)));
        Assert.NotEmpty(FindDamage(Of(Deployment, other), Of(Deployment)));
        Assert.NotEmpty(FindDamage(Of(Deployment), Of(Deployment, other)));
    }

    private static Baseline Of(params string[] objects) => new(objects
        .Select(text => ObjectNormalizer.Normalize((JsonObject)JsonNode.Parse(text)!))
        .ToDictionary(item => $"{item["kind"]} {item["metadata"]!["namespace"]}/{item["metadata"]!["name"]}"));

    private static List<Difference> FindDamage(Baseline before, Baseline now) =>
        [.. BaselineComparison.Compare(before, now).Where(difference =>
            !MissingImagePullSecret.Problem.AllowedDifferences.Any(rule => rule.Covers(difference, ["recommendation"], now)))];
}
