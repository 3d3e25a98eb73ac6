using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SreGym.Simulation.ApiServer;

/// <summary>
/// Everything made up inside a cluster, derived from its seed by hashing stable keys: the order of requests changes nothing.
/// </summary>
public sealed class ClusterSeed(long value)
{
    // Kubernetes' own alphabet for suffixes: no vowels, no digits that look like letters (apimachinery/pkg/util/rand).
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>The seed itself.</summary>
    public long Value { get; } = value;

    /// <summary>A uid in the form of a version 4 UUID.</summary>
    public string Uid(params ReadOnlySpan<string> key)
    {
        Span<byte> hash = stackalloc byte[32];
        Hash("uid", key, hash);
        hash[6] = (byte)((hash[6] & 0x0f) | 0x40);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash[..16], bigEndian: true).ToString();
    }

    /// <summary>A suffix as Kubernetes appends to generated names.</summary>
    /// <param name="length">Number of characters.</param>
    /// <param name="key">What the suffix is for.</param>
    public string Suffix(int length, params ReadOnlySpan<string> key)
    {
        Span<byte> hash = stackalloc byte[32];
        Hash("suffix", key, hash);
        Span<char> suffix = stackalloc char[length];
        for (var index = 0; index < length; index++)
        {
            suffix[index] = Alphabet[hash[index % hash.Length] % Alphabet.Length];
        }

        return new string(suffix);
    }

    /// <summary>A number from 0 up to, not including, the limit.</summary>
    public int Number(int limit, params ReadOnlySpan<string> key)
    {
        Span<byte> hash = stackalloc byte[32];
        Hash("number", key, hash);
        return (int)(BinaryPrimitives.ReadUInt64LittleEndian(hash) % (ulong)limit);
    }

    /// <summary>Lower-case hexadecimal digits.</summary>
    /// <param name="length">Number of digits, at most 64.</param>
    /// <param name="key">What they are for.</param>
    public string Hex(int length, params ReadOnlySpan<string> key)
    {
        Span<byte> hash = stackalloc byte[32];
        Hash("hex", key, hash);
        return Convert.ToHexStringLower(hash)[..length];
    }

    /// <summary>A number from 0 up to, not including, 1.</summary>
    public double Fraction(params ReadOnlySpan<string> key)
    {
        Span<byte> hash = stackalloc byte[32];
        Hash("fraction", key, hash);
        return (BinaryPrimitives.ReadUInt64LittleEndian(hash) >> 11) * (1.0 / (1UL << 53));
    }

    private void Hash(string purpose, ReadOnlySpan<string> key, Span<byte> hash)
    {
        var text = new StringBuilder(128).Append(CultureInfo.InvariantCulture, $"{Value}\n{purpose}");
        foreach (var part in key)
        {
            text.Append('\n').Append(part);
        }

        SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()), hash);
    }
}
