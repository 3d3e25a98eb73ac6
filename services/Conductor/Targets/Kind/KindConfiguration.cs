using System.Text;

namespace SreGym.Conductor.Targets.Kind;

/// <summary>The configuration file of a new cluster.</summary>
internal static class KindConfiguration
{
    /// <param name="workers">Worker nodes; with none, the control plane takes the pods.</param>
    public static string Write(int workers)
    {
        // Nothing about the registry: containerd talks plain HTTP to localhost, and credentials on nodes would hide the incident.
        var text = new StringBuilder("""
            kind: Cluster
            apiVersion: kind.x-k8s.io/v1alpha4
            nodes:
            - role: control-plane

            """.ReplaceLineEndings("\n"));
        for (var worker = 0; worker < workers; worker++)
        {
            text.Append("- role: worker\n");
        }

        return text.ToString();
    }
}
