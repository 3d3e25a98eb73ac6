using System.Net;
using SreGym.Oci.Client;
using SreGym.Oci.References;

namespace SreGym.Oci.Mirroring;

/// <summary>Tries again what may succeed later: broken connections, server errors, rate limits and damaged content.</summary>
internal sealed class Retry(MirrorOptions options)
{
    private const int AttemptsAtWrongContent = 2;

    private readonly Random _jitter = new(options.Seed);
    private readonly Lock _gate = new();

    public async Task<T> RunAsync<T>(Func<Task<T>> action, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await action();
            }
            catch (Exception error) when (IsTransient(error, cancellationToken))
            {
                if (attempt >= AttemptsAt(error))
                {
                    throw new AttemptsExhaustedException(attempt, error);
                }

                await WaitAsync(attempt, error, cancellationToken);
            }
        }
    }

    public int Attempts => options.Attempts;

    /// <summary>Waits before the next attempt.</summary>
    public Task WaitAsync(int attempt, Exception error, CancellationToken cancellationToken) =>
        Task.Delay(Wait(attempt, error), options.Time, cancellationToken);

    public static bool IsTransient(Exception error, CancellationToken cancellationToken) => error switch
    {
        RegistryRequestException request => request.IsTransient || IsLostUpload(request.Failure),
        AttemptsExhaustedException or FileNotFoundException or DirectoryNotFoundException => false,
        DigestMismatchException or IOException or HttpRequestException => true,
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        _ => false,
    };

    // Damage on the way does not happen twice; content that is wrong at its source does.
    private int AttemptsAt(Exception error) => error is DigestMismatchException ? Math.Min(AttemptsAtWrongContent, options.Attempts) : options.Attempts;

    // The registry forgot the upload, or the content got damaged on the way: the next attempt starts a new one.
    private static bool IsLostUpload(RegistryFailure failure) =>
        failure.Status is HttpStatusCode.NotFound or HttpStatusCode.BadRequest
            && failure.Errors.Any(error => error.Code is "BLOB_UPLOAD_UNKNOWN" or "DIGEST_INVALID");

    private TimeSpan Wait(int attempt, Exception error)
    {
        double jitter;
        lock (_gate)
        {
            jitter = 0.5 + _jitter.NextDouble();
        }

        var backoff = options.Backoff * Math.Pow(2, attempt - 1) * jitter;
        var asked = error is RegistryRequestException { Failure.RetryAfter: { } retryAfter } ? retryAfter : TimeSpan.Zero;
        var wait = asked > backoff ? asked : backoff;
        return wait < options.MaximumBackoff ? wait : options.MaximumBackoff;
    }
}
