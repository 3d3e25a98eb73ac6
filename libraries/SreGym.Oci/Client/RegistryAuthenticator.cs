using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using SreGym.Oci.References;

namespace SreGym.Oci.Client;

/// <summary>Answers the challenges of one registry: basic authentication, and tokens kept until they expire.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore without a wait handle holds nothing.")]
internal sealed class RegistryAuthenticator(
    HttpMessageInvoker http, RegistryEndpoint endpoint, IRegistryAccess? access, RegistryClientOptions options)
{
    private const int DefaultLifetimeSeconds = 60;
    private const int MaximumAnswerSize = 256 * 1024;
    private const int LongestQuoted = 200;

    private readonly ConcurrentDictionary<string, (string Token, long Since, TimeSpan Lifetime)> _tokens = new();
    private readonly SemaphoreSlim _fetching = new(1);
    private AuthenticationChallenge? _challenge;
    private volatile RegistryCredentials? _credentials;

    /// <summary>True when requests carry what the credentials give.</summary>
    public bool HasCredentials => _credentials is not null;

    /// <summary>What to send unasked, after the registry's first challenge; null before it.</summary>
    /// <param name="scope">Scope of the request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async ValueTask<AuthenticationHeaderValue?> FindHeaderAsync(string scope, CancellationToken cancellationToken)
    {
        var credentials = await GetCredentialsAsync(cancellationToken);
        return _challenge switch
        {
            _ when credentials?.RegistryToken is { } token => new("Bearer", token),
            { IsBasic: true } => credentials?.ToBasic(),
            { IsBearer: true } => FindKept(scope),
            _ => null,
        };
    }

    /// <summary>What to send with a request that cannot be repeated: a token is fetched before rather than after it.</summary>
    public async Task<AuthenticationHeaderValue?> PrepareAsync(string scope, CancellationToken cancellationToken) =>
        await FindHeaderAsync(scope, cancellationToken) ?? (_challenge is { IsBearer: true } bearer && bearer.Find("realm") is { } realm
            ? await FetchTokenAsync(bearer, realm, scope, null, cancellationToken)
            : null);

    /// <summary>What answers these challenges; null when nothing does.</summary>
    /// <param name="challenges">Values of <c>WWW-Authenticate</c>.</param>
    /// <param name="scope">Scope of the request.</param>
    /// <param name="refused">What the refused request carried; such a token is not taken again.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<AuthenticationHeaderValue?> AnswerAsync(
        IReadOnlyList<string> challenges, string scope, AuthenticationHeaderValue? refused, CancellationToken cancellationToken)
    {
        var known = challenges.Select(AuthenticationChallenge.Parse).OfType<AuthenticationChallenge>().ToList();
        if (known.Find(challenge => challenge.IsBearer) is { } bearer && bearer.Find("realm") is { } realm)
        {
            _challenge = bearer;
            return await FetchTokenAsync(bearer, realm, scope, refused?.Parameter, cancellationToken);
        }

        if (known.Find(challenge => challenge.IsBasic) is { } basic && await GetCredentialsAsync(cancellationToken) is { } credentials)
        {
            _challenge = basic;
            return refused?.Scheme == "Basic" ? await RenewAsync(refused, cancellationToken) : credentials.ToBasic();
        }

        return null;
    }

    /// <summary>Other credentials than those refused; null when there are none.</summary>
    /// <param name="refused">What the refused request carried.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<AuthenticationHeaderValue?> RenewAsync(AuthenticationHeaderValue refused, CancellationToken cancellationToken)
    {
        var current = await GetCredentialsAsync(cancellationToken);
        if (current is null || !refused.Equals(current.ToBasic()))
        {
            // Renewed already, for another request.
            return current?.ToBasic();
        }

        _credentials = await access!.GetCredentialsAsync(current, cancellationToken) ?? current;
        return _credentials == current ? null : _credentials.ToBasic();
    }

    private async ValueTask<RegistryCredentials?> GetCredentialsAsync(CancellationToken cancellationToken) =>
        _credentials = access is null ? null : await access.GetCredentialsAsync(refused: null, cancellationToken);

    private AuthenticationHeaderValue? FindKept(string scope) =>
        _tokens.TryGetValue(scope, out var kept) && options.Time.GetElapsedTime(kept.Since) < kept.Lifetime ? new("Bearer", kept.Token) : null;

    // One request for each scope, however many wait for it.
    private async Task<AuthenticationHeaderValue?> FetchTokenAsync(
        AuthenticationChallenge challenge, string realm, string scope, string? refused, CancellationToken cancellationToken)
    {
        var server = CheckRealm(realm);
        await _fetching.WaitAsync(cancellationToken);
        try
        {
            if (await FindHeaderAsync(scope, cancellationToken) is { Scheme: "Bearer" } kept && kept.Parameter != refused)
            {
                return kept;
            }

            return await AskAsync(challenge, server, scope, cancellationToken);
        }
        finally
        {
            _fetching.Release();
        }
    }

    private async Task<AuthenticationHeaderValue?> AskAsync(
        AuthenticationChallenge challenge, Uri server, string scope, CancellationToken cancellationToken)
    {
        // A registry names its token server freely: over plain HTTP the password goes to this machine or to the registry's own host only.
        var isTrusted = server.Scheme == "https" || server.IsLoopback || endpoint.Owns(server);
        using var request = TokenRequest.Create(
            server, challenge.Find("service") ?? "", scope.Length > 0 ? scope : challenge.Find("scope") ?? "", isTrusted ? _credentials : null);
        request.Headers.TryAddWithoutValidation("User-Agent", options.UserAgent);
        using var limit = new Deadline(options.Timeout, options.Time, cancellationToken);
        try
        {
            using var response = await SendAsync(request, limit.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw await FailAsync(request, response, limit.Token);
            }

            var body = await AnswerReader.ReadBodyAsync(response.Content, MaximumAnswerSize, limit.Token);
            return Keep(scope, ReadToken(body));
        }
        catch (OperationCanceledException) when (limit.IsOver)
        {
            throw new RegistryRequestException(Describe(request), limit.ToException());
        }
        catch (DigestMismatchException)
        {
            throw Refuse($"The token server {server.Authority} that {endpoint.Name} names answers with more than {MaximumAnswerSize} bytes instead of a token.");
        }
    }

    private Uri CheckRealm(string realm)
    {
        if (!Uri.TryCreate(realm, UriKind.Absolute, out var server) || server.Scheme is not ("http" or "https"))
        {
            throw Refuse($"{endpoint.Name} names \"{Shorten(realm)}\" as its token server, which is no HTTP address: ask its operator.");
        }

        // What protects the registry's own answers must protect the token that opens it.
        return endpoint.Address.Scheme == "https" && server.Scheme == "http"
            ? throw Refuse($"{endpoint.Name} speaks HTTPS, but its token server {server.GetLeftPart(UriPartial.Path)} plain HTTP, where anybody on the "
                + "way reads password and token: nothing was sent there; ask the registry's operator.")
            : server;
    }

    private static string Shorten(string text) => text.Length <= LongestQuoted ? text : text[..LongestQuoted];

    private RegistryRequestException Refuse(string reason) => new(
        new RegistryFailure { Method = "GET", Registry = endpoint.Name, Path = "/v2/", Status = HttpStatusCode.Unauthorized }, reason);

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException error)
        {
            throw new RegistryRequestException(Describe(request), error);
        }
    }

    private async Task<RegistryRequestException> FailAsync(
        HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken) =>
        new(Describe(request) with
        {
            Status = response.StatusCode,
            Challenges = [.. response.Headers.WwwAuthenticate.Select(challenge => challenge.ToString())],
            Errors = await AnswerReader.ReadErrorsAsync(response, options, cancellationToken),
            RetryAfter = AnswerReader.FindRetryAfter(response, options.Time),
        });

    private static RegistryFailure Describe(HttpRequestMessage request) => new()
    {
        Method = request.Method.Method,
        Registry = request.RequestUri!.Authority,
        Path = request.RequestUri.PathAndQuery,
        CredentialsSent = request.Headers.Authorization is not null || request.Content is not null,
    };

    private AuthenticationHeaderValue? Keep(string scope, TokenAnswer? answer)
    {
        if ((answer?.Token ?? answer?.AccessToken) is not { Length: > 0 } token)
        {
            return null;
        }

        var lifetime = TimeSpan.FromSeconds(answer!.ExpiresIn ?? DefaultLifetimeSeconds) * 0.9;
        _tokens[scope] = (token, options.Time.GetTimestamp(), lifetime);
        return new AuthenticationHeaderValue("Bearer", token);
    }

    private static TokenAnswer? ReadToken(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ClientJson.Default.TokenAnswer);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
