namespace SreGym.TestingHost.Clusters;

/// <summary>A cluster that there is a way to and nobody at its end.</summary>
public static class UnreachableCluster
{
    /// <summary>Its kubeconfig. Nothing listens on the discard port.</summary>
    public const string Kubeconfig = """
        apiVersion: v1
        kind: Config
        current-context: away
        clusters: [{name: away, cluster: {server: "https://127.0.0.1:9"}}]
        users: [{name: away, user: {token: none}}]
        contexts: [{name: away, context: {cluster: away, user: away}}]
        """;
}
