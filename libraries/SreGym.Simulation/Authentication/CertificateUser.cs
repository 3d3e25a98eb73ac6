using System.Security.Cryptography.X509Certificates;

namespace SreGym.Simulation.Authentication;

/// <summary>The user a client certificate names: common name and organisations. The listener has verified its chain.</summary>
internal static class CertificateUser
{
    public static UserInfo Read(X509Certificate2 certificate)
    {
        var parts = certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(part => !part.HasMultipleElements)
            .Select(part => (Type: part.GetSingleElementType().Value, Value: part.GetSingleElementValue() ?? ""))
            .ToList();
        var name = parts.FirstOrDefault(part => part.Type == "2.5.4.3").Value ?? "";
        return new UserInfo(name, [.. parts.Where(part => part.Type == "2.5.4.10").Select(part => part.Value), UserInfo.Authenticated]);
    }
}
