using System.Net;
using System.Security.Authentication;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Retry;

namespace SreGym.ServiceDefaults.Subjects;

/// <summary>
/// Sits out an API server that is overloaded, restarted or away. Requests are repeated whatever their method: reads and deletions change
/// nothing the second time, a replacement names the version it replaces, and creations name their object, so that a second one is
/// answered with 409. One client has one patience: once it is used up, further requests fail at once, until one succeeds.
/// </summary>
/// <param name="time">The clock it waits by.</param>
public sealed class SubjectPatience(TimeProvider time)
{
    // For a request that fails every time while others succeed.
    private const int MostAttempts = 40;

    private readonly Lock _gate = new();
    private long? _since;

    /// <summary>How long the API server may go without a good answer.</summary>
    /// <value>90 seconds: a control plane that is restarted needs one minute; recovery as a whole has three.</value>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Whether an API server that nobody hears of is waited for, as one that is restarted.</summary>
    /// <value>True; false where an address that does not answer is more likely a wrong one.</value>
    public bool SitsOutAbsence { get; init; } = true;

    /// <summary>Told before each wait what is waited for, and for how long it has been.</summary>
    public Func<string, Task>? Waiting { get; init; }

    /// <summary>The handler that repeats requests; one for each client.</summary>
    internal DelegatingHandler CreateHandler() => new ResilienceHandler(
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }.AddRetry(new HttpRetryStrategyOptions
        {
            MaxRetryAttempts = MostAttempts,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(200),
            MaxDelay = TimeSpan.FromSeconds(5),
            // One client that waits is no herd, and an episode repeats from its seed.
            UseJitter = false,
            DelayGenerator = attempt => ValueTask.FromResult(FindRetryAfter(attempt.Outcome.Result)),
            ShouldHandle = attempt => ValueTask.FromResult(MayRepeat(attempt.Outcome, attempt.Context.CancellationToken)),
            OnRetry = TellAsync,
        }).Build());

    private bool MayRepeat(Outcome<HttpResponseMessage> outcome, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return false;
        }

        lock (_gate)
        {
            if (!IsPassing(outcome))
            {
                _since = null;
                return false;
            }

            _since ??= time.GetTimestamp();
            return time.GetElapsedTime(_since.Value) + (FindRetryAfter(outcome.Result) ?? TimeSpan.Zero) < Limit;
        }
    }

    // An application that answers through the API server's proxy speaks for itself.
    private bool IsPassing(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        // Somebody else is at its address now: a server that is only restarted keeps its authority.
        { Exception: HttpRequestException { InnerException: AuthenticationException } } => false,
        { Exception: HttpRequestException or IOException } => SitsOutAbsence,
        { Result: { } response } when response.RequestMessage?.RequestUri?.AbsolutePath.Contains("/proxy/", StringComparison.Ordinal) == true =>
            false,
        { Result.StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError } => true,
        { Result: { StatusCode: HttpStatusCode.Conflict, RequestMessage.Method: { } method } } => method == HttpMethod.Delete,
        _ => false,
    };

    private TimeSpan Elapsed()
    {
        lock (_gate)
        {
            return _since is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero;
        }
    }

    // Null: the usual wait. A moment that has passed says nothing; taken at its word, all attempts would come at once.
    private TimeSpan? FindRetryAfter(HttpResponseMessage? response) => response?.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };

    private async ValueTask TellAsync(OnRetryArguments<HttpResponseMessage> attempt)
    {
        if (Waiting is not { } tell)
        {
            return;
        }

        var reason = attempt.Outcome.Result is { StatusCode: var status }
            ? $"it answers {(int)status} {status}"
            : attempt.Outcome.Exception?.Message;
        await tell(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"The API server has had no good answer for {Elapsed().TotalSeconds:0} of {Limit.TotalSeconds:0} s: {reason}"));
    }
}
