using System.Security.Cryptography;
using System.Text;

namespace SreGym.Simulation.Kubelet.Images;

/// <summary>A user and password for a registry, and the secret they came from.</summary>
internal sealed record PullCredentials(string Username, string Password, SecretCoordinates? Source)
{
    /// <summary>What the kubelet remembers of credentials that were good for an image.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Username}\0{Password}")));

    // The password stays out of anything that prints the record.
    public override string ToString() => $"credentials of {Source}";
}
