using System.Net;
using System.Text.Json;
using SreGym.Oci.References;

namespace SreGym.Oci.Client;

/// <summary>Reads registry answers without trusting their size.</summary>
internal static class AnswerReader
{
    private const int MaximumErrorSize = 64 * 1024;

    /// <summary>The whole body.</summary>
    /// <exception cref="DigestMismatchException">It is longer than <paramref name="maximum"/>.</exception>
    public static async Task<byte[]> ReadBodyAsync(HttpContent content, int maximum, CancellationToken cancellationToken)
    {
        await using var body = await content.ReadAsStreamAsync(cancellationToken);
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int count;
        while ((count = await body.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (buffer.Length + count > maximum)
            {
                throw new DigestMismatchException($"at most {maximum} bytes", "more");
            }

            buffer.Write(chunk, 0, count);
        }

        return buffer.ToArray();
    }

    /// <summary>The errors in the body of an answer; empty when it has none we understand.</summary>
    public static async Task<IReadOnlyList<RegistryErrorEntry>> ReadErrorsAsync(
        HttpResponseMessage response, RegistryClientOptions options, CancellationToken cancellationToken)
    {
        using var limit = new Deadline(options.Timeout, options.Time, cancellationToken);
        try
        {
            var body = await ReadBodyAsync(response.Content, MaximumErrorSize, limit.Token);
            return body.Length == 0 ? [] : JsonSerializer.Deserialize(body, ClientJson.Default.ErrorAnswer)?.Errors ?? [];
        }
        catch (Exception error) when (error is JsonException or IOException or HttpRequestException || (error is OperationCanceledException && limit.IsOver))
        {
            return [];
        }
    }

    public static TimeSpan? FindRetryAfter(HttpResponseMessage response, TimeProvider time) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => RateLimit.Find(response) is { Remaining: 0, Reset: { } reset } ? reset : null,
    };

    public static bool IsRedirect(HttpStatusCode status) =>
        status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
}
