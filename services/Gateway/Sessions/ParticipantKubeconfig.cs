using System.Text;

namespace SreGym.Gateway.Sessions;

/// <summary>The kubeconfig a participant gets; nothing in it tells more than any team's would.</summary>
internal static class ParticipantKubeconfig
{
    public static string Write(string server, string authorityPem, string token, string defaultNamespace)
    {
        var authority = Convert.ToBase64String(Encoding.ASCII.GetBytes(authorityPem));
        return $"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: kubernetes
              cluster:
                server: {server}
                certificate-authority-data: {authority}
            users:
            - name: oncall-engineer
              user:
                token: {token}
            contexts:
            - name: oncall-engineer@kubernetes
              context:
                cluster: kubernetes
                user: oncall-engineer
                namespace: {(defaultNamespace.Length == 0 ? "default" : defaultNamespace)}
            current-context: oncall-engineer@kubernetes

            """;
    }
}
