using k8s;
using k8s.Autorest;
using k8s.Models;

namespace SreGym.Conductor.Targets.Real;

/// <summary>Whether a privileged pod may run: what purging image caches and blocking public registries on nodes needs.</summary>
internal static class NodeAccess
{
    /// <summary>Asks the API server by a dry run, so that rights, pod security and admission policies all have their say.</summary>
    public static async Task<bool> IsPossibleAsync(Kubernetes client, CancellationToken cancellationToken)
    {
        var pod = new V1Pod
        {
            Metadata = new V1ObjectMeta { GenerateName = "node-access-" },
            Spec = new V1PodSpec
            {
                HostPID = true,
                Containers =
                [
                    new V1Container
                    {
                        Name = "node",
                        Image = "busybox:1.36",
                        SecurityContext = new V1SecurityContext { Privileged = true },
                        VolumeMounts = [new V1VolumeMount { Name = "root", MountPath = "/host" }],
                    },
                ],
                Volumes = [new V1Volume { Name = "root", HostPath = new V1HostPathVolumeSource { Path = "/" } }],
            },
        };
        try
        {
            await client.CoreV1.CreateNamespacedPodAsync(pod, "default", dryRun: "All", cancellationToken: cancellationToken);
            return true;
        }
        catch (HttpOperationException)
        {
            return false;
        }
    }
}
