using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace SreGym.Oci.Client;

/// <summary>Sends requests to one registry: host header, user agent, authentication, redirects.</summary>
internal sealed class RegistryConnection(
    HttpMessageInvoker http, RegistryEndpoint endpoint, IRegistryAccess? access, RegistryClientOptions options)
{
    private const int MaximumRedirects = 5;

    private readonly RegistryAuthenticator _authenticator = new(http, endpoint, access, options);
    private readonly RateGate _rate = new(options.Time);

    public RegistryEndpoint Endpoint => endpoint;

    /// <summary>The answer, whatever its status, after challenges were answered and redirects followed. The caller disposes it.</summary>
    /// <exception cref="RegistryRequestException">There was no answer.</exception>
    public async Task<HttpResponseMessage> SendAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        await _rate.PassAsync(cancellationToken);
        var authorization = request.IsSingleUse
            ? await _authenticator.PrepareAsync(request.Scope, cancellationToken)
            : await _authenticator.FindHeaderAsync(request.Scope, cancellationToken);
        var response = await FollowAsync(request, authorization, cancellationToken);
        var answer = await AnswerAsync(request, response, authorization, cancellationToken);
        if (answer is null)
        {
            return response;
        }

        response.Dispose();
        return await FollowAsync(request, answer, cancellationToken);
    }

    /// <summary>Makes a repository that a failure says is missing; false when it says something else, or repositories are not made here.</summary>
    public async Task<bool> TryCreateRepositoryAsync(string repository, RegistryFailure failure, CancellationToken cancellationToken) =>
        access is not null
        && failure.Errors.Any(error => error.Code == "NAME_UNKNOWN")
        && await access.CreateRepositoryAsync(repository, cancellationToken);

    /// <summary>Turns an answer that is no success into an exception.</summary>
    public async Task<RegistryRequestException> FailAsync(
        RegistryRequest request, HttpResponseMessage response, CancellationToken cancellationToken) =>
        new(Describe(request) with
        {
            Status = response.StatusCode,
            Detail = FindForeignHost(response) is { } host ? $"from {host}, where the registry redirects to" : null,
            Challenges = Challenges(response),
            CredentialsSent = _authenticator.HasCredentials && response.RequestMessage?.Headers.Authorization is not null,
            Errors = await AnswerReader.ReadErrorsAsync(response, options, cancellationToken),
            RetryAfter = AnswerReader.FindRetryAfter(response, options.Time),
            RateLimit = RateLimit.Find(response),
        });

    public static IReadOnlyList<string> Challenges(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var values) ? [.. values] : [];

    // Null: nothing answers it, or it is no refusal of credentials.
    private async Task<AuthenticationHeaderValue?> AnswerAsync(
        RegistryRequest request, HttpResponseMessage response, AuthenticationHeaderValue? sent, CancellationToken cancellationToken)
    {
        // A challenge of the host that a redirect led to is not the registry's: it names the server that passwords go to.
        if (FindForeignHost(response) is not null)
        {
            return null;
        }

        switch (response.StatusCode)
        {
            case HttpStatusCode.Unauthorized when !request.IsSingleUse:
                return await _authenticator.AnswerAsync(Challenges(response), request.Scope, sent, cancellationToken);

            // Some registries say forbidden of credentials that have expired (ECR: "Your authorization token has expired").
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when sent is { Scheme: "Basic" }:
                var renewed = await _authenticator.RenewAsync(sent, cancellationToken);
                return renewed is null || !request.IsSingleUse ? renewed : throw new RegistryRequestException(
                    (await FailAsync(request, response, cancellationToken)).Failure with { CredentialsRenewed = true });
            default:
                return null;
        }
    }

    private async Task<HttpResponseMessage> FollowAsync(
        RegistryRequest request, AuthenticationHeaderValue? authorization, CancellationToken cancellationToken)
    {
        var address = request.Address;
        for (var redirects = 0; ; redirects++)
        {
            var response = await SendOnceAsync(request, address, authorization, cancellationToken);
            var isRead = request.Method == HttpMethod.Get || request.Method == HttpMethod.Head;
            if (!isRead || !AnswerReader.IsRedirect(response.StatusCode) || response.Headers.Location is not { } location)
            {
                return response;
            }

            response.Dispose();
            address = new Uri(address, location);
            // What is wrong is told without the query: it may hold a signature that opens the content to anyone.
            var wrong = address.Scheme is not ("http" or "https") ? $"to {address.GetLeftPart(UriPartial.Authority)}, which is no HTTP address"
                : redirects == MaximumRedirects ? $"to {address.GetLeftPart(UriPartial.Path)}, the redirect after {MaximumRedirects} others"
                : null;
            if (wrong is not null)
            {
                throw new RegistryRequestException(Describe(request) with { Status = response.StatusCode, Detail = wrong });
            }
        }
    }

    private string? FindForeignHost(HttpResponseMessage response) =>
        response.RequestMessage?.RequestUri is { } address && !endpoint.Owns(address) ? address.Authority : null;

    private async Task<HttpResponseMessage> SendOnceAsync(
        RegistryRequest request, Uri address, AuthenticationHeaderValue? authorization, CancellationToken cancellationToken)
    {
        var isOwn = endpoint.Owns(address);
        var message = new HttpRequestMessage(request.Method, isOwn ? endpoint.Resolve(address.PathAndQuery) : address);
        message.Headers.TryAddWithoutValidation("User-Agent", options.UserAgent);
        if (request.Accept.Count > 0)
        {
            message.Headers.TryAddWithoutValidation("Accept", string.Join(", ", request.Accept));
        }

        if (request.From is { } from)
        {
            message.Headers.Range = new RangeHeaderValue(from, request.To);
        }

        // Another host is another party: neither its name nor our credentials belong there.
        if (isOwn)
        {
            message.Headers.Host = string.IsNullOrEmpty(endpoint.Host) ? null : endpoint.Host;
            message.Headers.Authorization = authorization;
        }

        message.Content = request.Content?.Invoke();
        // A blob takes as long as it takes; who sends it watches that it goes on.
        using var limit = new Deadline(request.IsSingleUse ? Timeout.InfiniteTimeSpan : options.Timeout, options.Time, cancellationToken);
        try
        {
            var response = await http.SendAsync(message, limit.Token);
            Heed(response);
            return response;
        }
        // A connection that breaks while the handler looks at its address is not wrapped.
        catch (Exception error) when (error is HttpRequestException or SocketException)
        {
            throw new RegistryRequestException(Describe(request), error);
        }
        catch (OperationCanceledException) when (limit.IsOver)
        {
            throw new RegistryRequestException(Describe(request), limit.ToException());
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            // No connection came about in its time.
            throw new RegistryRequestException(Describe(request), error);
        }
    }

    // What one request was told holds for all: the others wait as well instead of running into the same wall.
    private void Heed(HttpResponseMessage response)
    {
        if (response.StatusCode == HttpStatusCode.TooManyRequests && AnswerReader.FindRetryAfter(response, options.Time) is { } wait)
        {
            _rate.Close(wait);
        }
        else if (RateLimit.Find(response) is { Remaining: 0, Reset: { } reset })
        {
            _rate.Close(reset);
        }
    }

    private RegistryFailure Describe(RegistryRequest request) => new()
    {
        Method = request.Method.Method,
        Registry = endpoint.Owns(request.Address) ? endpoint.Name : request.Address.Authority,
        Path = request.Address.PathAndQuery,
    };
}
