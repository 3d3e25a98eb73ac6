using System.Globalization;

namespace SreGym.Oci.Client;

/// <summary>What a registry tells of its rate limit in <c>RateLimit-*</c> headers, as Docker Hub and the IETF draft write them.</summary>
/// <param name="Limit">Requests allowed in a window; null when not said.</param>
/// <param name="Remaining">Requests left in this window; null when not said.</param>
/// <param name="Reset">Time until the window ends; null when not said.</param>
public sealed record RateLimit(long? Limit, long? Remaining, TimeSpan? Reset)
{
    /// <inheritdoc />
    public override string ToString() => (Limit, Remaining) switch
    {
        ({ } limit, { } remaining) => $"{remaining} of {limit} requests left",
        (null, { } remaining) => $"{remaining} requests left",
        ({ } limit, null) => $"{limit} requests",
        _ => "no requests left",
    };

    internal static RateLimit? Find(HttpResponseMessage response)
    {
        var (limit, remaining, reset) = (Read(response, "RateLimit-Limit"), Read(response, "RateLimit-Remaining"), Read(response, "RateLimit-Reset"));
        return limit is null && remaining is null && reset is null
            ? null
            : new RateLimit(limit, remaining, reset is { } seconds and >= 0 and <= int.MaxValue ? TimeSpan.FromSeconds(seconds) : null);
    }

    // "76;w=21600": the number comes first, parameters follow.
    private static long? Read(HttpResponseMessage response, string header) =>
        response.Headers.NonValidated.TryGetValues(header, out var values)
        && long.TryParse(values.First().Split(';', ',')[0].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}
