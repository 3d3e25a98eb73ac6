using System.Text;
using SreGym.Contracts;

namespace SreGym.Cluster.Hosting;

/// <summary>A kubeconfig as kubectl and the client libraries read it.</summary>
internal static class AdministratorKubeconfig
{
    public static string Write(string server, string authorityPem, string clusterId, SecretText token) => $"""
        apiVersion: v1
        kind: Config
        clusters:
        - name: {clusterId}
          cluster:
            server: {server}
            certificate-authority-data: {Convert.ToBase64String(Encoding.UTF8.GetBytes(authorityPem))}
        users:
        - name: kubernetes-admin
          user:
            token: {token.Reveal()}
        contexts:
        - name: kubernetes-admin@{clusterId}
          context:
            cluster: {clusterId}
            user: kubernetes-admin
        current-context: kubernetes-admin@{clusterId}

        """;
}
