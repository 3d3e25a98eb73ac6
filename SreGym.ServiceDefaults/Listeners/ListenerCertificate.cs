using System.Security.Cryptography.X509Certificates;

namespace SreGym.ServiceDefaults.Listeners;

/// <summary>What an HTTPS listener presents.</summary>
/// <param name="Port">The listener's port; 0 means every listener that has no certificate of its own.</param>
/// <param name="Certificate">Certificate with its private key; its owner disposes it.</param>
public sealed record ListenerCertificate(int Port, X509Certificate2 Certificate);
