using System.Globalization;
using System.Security.Cryptography;

namespace SreGym.Conductor.Episodes;

/// <summary>Ids and seeds for episodes that name none.</summary>
internal static class EpisodeIds
{
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>Sorts by time and is a DNS label, e.g. <c>20260612-094512-x7k2</c>.</summary>
    public static string Create(TimeProvider time) => string.Create(
        CultureInfo.InvariantCulture,
        $"{time.GetUtcNow():yyyyMMdd-HHmmss}-{RandomNumberGenerator.GetString(Alphabet, 4)}");

    /// <summary>Small enough to be typed again.</summary>
    public static long DrawSeed() => RandomNumberGenerator.GetInt32(1, int.MaxValue);
}
