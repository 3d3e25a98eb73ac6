using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using SreGym.Contracts;

namespace SreGym.ServiceDefaults.Harness;

/// <summary>Compares presented tokens with the harness token in constant time.</summary>
public sealed class HarnessTokenVerifier(IOptions<HarnessOptions> options)
{
    private const string Scheme = "Bearer ";

    private readonly byte[] _expected = SHA256.HashData(Encoding.UTF8.GetBytes(options.Value.Token));

    /// <summary>Null when the header opens the harness, else one of <see cref="ErrorReasons"/>.</summary>
    /// <param name="authorization">Value of the <c>Authorization</c> header; null when there is none.</param>
    public string? Refuse(string? authorization)
    {
        if (string.IsNullOrEmpty(authorization) || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return ErrorReasons.HarnessTokenMissing;
        }

        var presented = SHA256.HashData(Encoding.UTF8.GetBytes(authorization[Scheme.Length..].Trim()));
        return CryptographicOperations.FixedTimeEquals(presented, _expected) ? null : ErrorReasons.HarnessTokenWrong;
    }
}
