using System.Text.Json.Nodes;
using SreGym.Problems.Faults;

namespace SreGym.Problems.ImagePull;

/// <summary>What an engineer on call finds written down. It leads to the credentials and never contains them.</summary>
internal static class Runbook
{
    public const string Name = "image-registry-runbook";
    public const string CredentialsSecret = "registry-credentials";
    public const string RegistryDeployment = "registry";
    public const string DescriptionAnnotation = "kubernetes.io/description";

    public static JsonObject Create(string @namespace, RegistryAccount account, RegistryUserKind user, string breadcrumb) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = Name, ["namespace"] = @namespace },
        ["data"] = new JsonObject { ["README.md"] = Write(@namespace, account, user, breadcrumb) },
    };

    public static string DescribeRegistry(RegistryAccount account, RegistryUserKind user) =>
        $"Private image registry, pulled from as {account.Host}. Pull credentials for application teams: "
        + $"Secret {CredentialsSecret} in this namespace (keys registry, username, password). Every pull needs a login."
        + (user == RegistryUserKind.Token ? " The password is a token as Amazon ECR's, good for 12 hours; the Secret holds the present one." : "");

    private static string Write(string @namespace, RegistryAccount account, RegistryUserKind user, string breadcrumb) => $"""
        # Where our images live

        - Release images of {@namespace} are pulled from the private registry `{account.Host}`,
          one repository per service: `{account.Host}/{@namespace}/<service>`.
        - The registry asks for a login on every pull. Workloads in this namespace bring it in a pull secret of type
          `kubernetes.io/dockerconfigjson`, named by the pod (`imagePullSecrets`) or by its ServiceAccount.{Tokens(account, user)}
        - {Owner(account, breadcrumb)}
        - Do not copy credentials into manifests, ConfigMaps or tickets, and do not pull from anywhere else.

        """;

    private static string Tokens(RegistryAccount account, RegistryUserKind user) => user != RegistryUserKind.Token
        ? ""
        : $"""

            - Logins are as with Amazon ECR: the user is `{account.Username}`, the password a token that is good for 12 hours. Whoever pulls
              writes the present token into the pull secret before the last one runs out.
            """;

    private static string Owner(RegistryAccount account, string breadcrumb) =>
        breadcrumb == ImagePullOptions.SecretNamed
            ? $"The registry belongs to the platform team. Its pull credentials are kept in the Secret `{CredentialsSecret}` in "
                + $"namespace `{account.Namespace}` (keys `registry`, `username`, `password`)."
            : "The registry and its pull credentials belong to the platform team, who run it in this cluster.";
}
