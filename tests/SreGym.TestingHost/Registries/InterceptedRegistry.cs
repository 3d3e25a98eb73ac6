using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using SreGym.Oci.Client;
using SreGym.Oci.References;
using SreGym.Oci.Registry;
using SreGym.Oci.Storage;

namespace SreGym.TestingHost.Registries;

/// <summary>Our registry on a loopback port, with a test's hand before it: every request is noted, and some may be answered otherwise.</summary>
public sealed class InterceptedRegistry : IAsyncDisposable
{
    private readonly ConcurrentQueue<SeenRequest> _requests = new();
    private readonly HttpMessageInvoker _http = RegistryTransport.Create(BelieveAnything());
    private readonly RegistryHandler _handler = new(TimeProvider.System);
    private readonly HostedRegistry _registry;
    private readonly Func<HttpContext, Func<Task>, Task>? _intercept;
    private RegistryServer? _server;

    private InterceptedRegistry(Func<HttpContext, Func<Task>, Task>? intercept, HtpasswdFile? users)
    {
        _intercept = intercept;
        _registry = new HostedRegistry
        {
            Instance = "intercepted",
            Volume = new RegistryVolume(new MemoryBlobStore()),
            Authenticator = users is null ? null : new BasicAuthenticator(users, "intercepted", TimeProvider.System),
        };
    }

    /// <summary>Host and port, as references name it.</summary>
    public string Host => $"localhost:{_server!.Address.Port}";

    /// <summary>What it holds.</summary>
    public RegistryVolume Volume => _registry.Volume;

    /// <summary>All requests so far.</summary>
    public IReadOnlyCollection<SeenRequest> Requests => _requests;

    /// <summary>A client without credentials.</summary>
    public RegistryClient Client => Connect(null);

    /// <summary>Starts it.</summary>
    /// <param name="intercept">Called with each request and the registry's own way to answer it; null to leave all to the registry.</param>
    /// <param name="users">Who may log in; null to let everybody in.</param>
    /// <param name="certificate">Its certificate; null for plain HTTP.</param>
    public static async Task<InterceptedRegistry> StartAsync(
        Func<HttpContext, Func<Task>, Task>? intercept = null, HtpasswdFile? users = null, X509Certificate2? certificate = null)
    {
        var registry = new InterceptedRegistry(intercept, users);
        registry._server = await RegistryServer.StartAsync(registry.HandleAsync, certificate);
        return registry;
    }

    /// <summary>A client.</summary>
    public RegistryClient Connect(RegistryCredentials? credentials) =>
        new(_http, new RegistryEndpoint(new Uri($"{_server!.Address.Scheme}://{Host}")), credentials);

    /// <summary>The digest a tag stands for; null when there is no such tag.</summary>
    public Digest? Find(string repository, string reference) => Volume.FindManifest(repository, reference)?.Digest;

    /// <summary>Forgets the requests so far.</summary>
    public void Forget() => _requests.Clear();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server!.DisposeAsync();
        _registry.Authenticator?.Dispose();
    }

    private Task HandleAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        _requests.Enqueue(new SeenRequest(
            context.Request.Method, context.Request.Path, Find(headers.Range), Find(headers.ContentRange), Find(headers.Authorization)));
        Task AnswerAsync() => _handler.HandleAsync(context, _registry);
        return _intercept is null ? AnswerAsync() : _intercept(context, AnswerAsync);
    }

    private static RegistryTls BelieveAnything()
    {
        var tls = new RegistryTls();
        tls.SkipVerification("localhost");
        return tls;
    }

    private static string? Find(Microsoft.Extensions.Primitives.StringValues value) => value.Count == 0 ? null : value.ToString();
}
