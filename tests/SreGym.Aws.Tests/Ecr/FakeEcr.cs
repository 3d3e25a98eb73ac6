using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SreGym.Oci.Registry;
using SreGym.Oci.Storage;
using SreGym.TestingHost;

namespace SreGym.Aws.Tests.Ecr;

/// <summary>ECR on this machine: its API, and our registry behind its tokens and its rule that repositories are made beforehand.</summary>
internal sealed class FakeEcr : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly RegistryHandler _handler;
    private readonly HostedRegistry _registry;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _tokens = new();
    private readonly ConcurrentDictionary<string, bool> _repositories = new();
    private LoopbackServer? _server;
    private int _issued;

    private FakeEcr(TimeProvider time)
    {
        (_time, _handler) = (time, new RegistryHandler(time));
        _registry = new HostedRegistry { Instance = "ecr", Volume = new RegistryVolume(new MemoryBlobStore(), time) };
    }

    public Uri Address => _server!.Address;

    public int TokensIssued => _issued;

    public IReadOnlyCollection<string> Repositories => [.. _repositories.Keys];

    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>Error code of every call from now on; null answers them.</summary>
    public string? Refusal { get; set; }

    /// <summary>What the registry answers to a token that is over.</summary>
    public int StatusOfExpired { get; set; } = 403;

    /// <summary>Told each request to the registry before it is judged.</summary>
    public Action<HttpRequest>? OnRequest { get; set; }

    public static async Task<FakeEcr> StartAsync(TimeProvider time)
    {
        var ecr = new FakeEcr(time);
        ecr._server = await LoopbackServer.StartAsync(
            context => context.Request.Path == "/" ? ecr.CallAsync(context) : ecr.PullOrPushAsync(context));
        return ecr;
    }

    public void ExpireTokens() => _tokens.Clear();

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private async Task CallAsync(HttpContext context)
    {
        var action = context.Request.Headers["x-amz-target"].ToString().Split('.')[^1];
        Calls.Enqueue($"{action} {context.Request.Headers.Authorization.ToString().Split(',')[0]}");
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var repository = body.RootElement.TryGetProperty("repositoryName", out var name) ? name.GetString()! : "";
        var refusal = Refusal ?? (action == "CreateRepository" && !_repositories.TryAdd(repository, true) ? "RepositoryAlreadyExistsException" : null);
        context.Response.StatusCode = refusal is null ? 200 : 400;
        await context.Response.WriteAsync(JsonSerializer.Serialize<object>(refusal is not null
            ? new { __type = refusal, message = $"said by the test: {refusal}" }
            : action == "CreateRepository" ? new { repository = new { repositoryName = repository } }
            : new { authorizationData = new[] { Issue() } }));
    }

    private object Issue()
    {
        var token = $"token-{Interlocked.Increment(ref _issued)}";
        var expires = _time.GetUtcNow().AddHours(12);
        _tokens[token] = expires;
        return new
        {
            authorizationToken = Convert.ToBase64String(Encoding.UTF8.GetBytes($"AWS:{token}")),
            expiresAt = expires.ToUnixTimeMilliseconds() / 1000.0,
        };
    }

    private async Task PullOrPushAsync(HttpContext context)
    {
        OnRequest?.Invoke(context.Request);
        if (Judge(context.Request) is not ({ } status, var code))
        {
            await _handler.HandleAsync(context, _registry);
            return;
        }

        context.Response.StatusCode = status;
        context.Response.Headers.WWWAuthenticate = status == 401 ? "Basic realm=\"ecr\"" : default;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync($$"""{"errors":[{"code":"{{code}}","message":"said by the test"}]}""");
    }

    private (int? Status, string Code) Judge(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (!authorization.StartsWith("Basic ", StringComparison.Ordinal))
        {
            return (401, "UNAUTHORIZED");
        }

        var token = Encoding.UTF8.GetString(Convert.FromBase64String(authorization[6..])).Split(':', 2)[1];
        if (!_tokens.TryGetValue(token, out var expires) || expires <= _time.GetUtcNow())
        {
            return (StatusOfExpired, "DENIED");
        }

        return _repositories.Keys.Any(name => request.Path.StartsWithSegments($"/v2/{name}")) ? (null, "") : (404, "NAME_UNKNOWN");
    }
}
