using System.Text.Json.Nodes;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer;

/// <summary>
/// What controllers put into every new namespace: the default ServiceAccount and the cluster's authority. Made at once, so
/// that pods created right after the namespace find them.
/// </summary>
internal sealed class NamespaceContent(ObjectWriter writer, string certificateAuthorityPem)
{
    private static readonly RequestIdentity s_controllers = new("system:kube-controller-manager", "kube-controller-manager");

    public void Fill(string @namespace)
    {
        writer.Create(
            ResourceTypes.ServiceAccounts,
            @namespace,
            new JsonObject { ["metadata"] = new JsonObject { ["name"] = "default" } },
            s_controllers,
            WriteOptions.Default);
        writer.Create(
            ResourceTypes.ConfigMaps,
            @namespace,
            new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["name"] = "kube-root-ca.crt",
                    ["annotations"] = new JsonObject
                    {
                        ["kubernetes.io/description"] =
                            "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as "
                            + "the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of "
                            + "Kubernetes clusters.",
                    },
                },
                ["data"] = new JsonObject { ["ca.crt"] = certificateAuthorityPem },
            },
            s_controllers,
            WriteOptions.Default);
    }
}
