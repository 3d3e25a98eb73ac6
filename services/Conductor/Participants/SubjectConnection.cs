using System.Text;
using k8s;
using SreGym.Contracts.Common.V1;

namespace SreGym.Conductor.Participants;

/// <summary>Where the subject's API server is and how to trust it, without the administrator's credentials.</summary>
internal sealed record SubjectConnection(string Server, string AuthorityPem)
{
    public static SubjectConnection Read(Subject subject)
    {
        using var yaml = new MemoryStream(Encoding.UTF8.GetBytes(subject.Kubeconfig));
        var configuration = KubernetesClientConfiguration.BuildConfigFromConfigFile(yaml);
        var authorities = configuration.SslCaCerts?.Select(certificate => certificate.ExportCertificatePem()) ?? [];
        return new SubjectConnection(configuration.Host, string.Join('\n', authorities));
    }
}
