using System.Net;
using System.Security.Cryptography;
using System.Text;
using k8s;
using k8s.Autorest;
using k8s.Models;
using SreGym.Recovery.Registry;

namespace SreGym.RegistryMirror.Credentials;

/// <summary>The htpasswd file as the registry's pods see it.</summary>
internal static class MountedUsers
{
    /// <summary>
    /// Has the kubelets bring a changed Secret to the pods now: they look at a pod's volumes once a minute, and whenever the pod changes.
    /// </summary>
    public static async Task RefreshAsync(IKubernetes kubernetes, string htpasswd, CancellationToken cancellationToken)
    {
        var checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(htpasswd)));
        var patch = new V1Patch(
            new V1Pod { Metadata = new V1ObjectMeta { Annotations = new Dictionary<string, string> { ["checksum/htpasswd"] = checksum } } },
            V1Patch.PatchType.MergePatch);
        var pods = await kubernetes.CoreV1.ListNamespacedPodAsync(
            RegistryNames.Namespace, labelSelector: RegistryNames.LabelSelector, cancellationToken: cancellationToken);
        foreach (var pod in pods.Items)
        {
            try
            {
                await kubernetes.CoreV1.PatchNamespacedPodAsync(
                    patch, pod.Metadata.Name, RegistryNames.Namespace, fieldManager: RegistryNames.FieldManager, cancellationToken: cancellationToken);
            }
            catch (HttpOperationException gone) when (gone.Response.StatusCode == HttpStatusCode.NotFound)
            {
                // Its successor reads the Secret as it is.
            }
        }
    }
}
