using SreGym.Contracts.Common.V1;
using SreGym.ServiceDefaults.Subjects;

namespace SreGym.Conductor.Participants;

/// <summary>Where the subject's API server is and how to trust it, without the administrator's credentials.</summary>
internal sealed record SubjectConnection(string Server, string AuthorityPem)
{
    public static SubjectConnection Read(Subject subject)
    {
        var configuration = SubjectClient.Configure(subject);
        var authorities = configuration.SslCaCerts?.Select(certificate => certificate.ExportCertificatePem()) ?? [];
        return new SubjectConnection(configuration.Host, string.Join('\n', authorities));
    }
}
