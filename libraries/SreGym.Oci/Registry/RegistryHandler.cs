using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using SreGym.Oci.Storage;

namespace SreGym.Oci.Registry;

/// <summary>
/// Serves registries (OCI distribution-spec v1.1: pull, push, content discovery, content management). It keeps nothing itself:
/// the caller chooses the registry of a request, e.g. by its host, so that one handler serves any number of them.
/// </summary>
/// <param name="time">Clock of the access log and of abandoned uploads.</param>
/// <param name="limits">How slow a client may be; the defaults when null.</param>
public sealed class RegistryHandler(TimeProvider time, RegistryLimits? limits = null)
{
    private const int MaximumNoted = 256;
    private const string ApiVersionHeader = "Docker-Distribution-Api-Version";
    private const string ApiVersion = "registry/2.0";

    private readonly MinDataRate _uploadRate = new(
        (limits ?? new RegistryLimits()).MinimumUploadRate, (limits ?? new RegistryLimits()).UploadGrace);

    /// <summary>Answers one request from one registry.</summary>
    public async Task HandleAsync(HttpContext context, HostedRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(registry);
        var exchange = new RegistryExchange(context, registry, RegistryRoute.Parse(context.Request.Path.Value ?? ""), time);
        exchange.Response.Headers[ApiVersionHeader] = ApiVersion;
        if (HttpProtocol.IsHttp11(context.Request.Protocol) && context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = _uploadRate;
        }

        var user = "";
        try
        {
            var (error, proven) = await AdmitAsync(exchange);
            user = proven;
            error ??= await DispatchAsync(exchange);
            if (error is not null)
            {
                await WriteErrorAsync(exchange, error);
            }
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException bad)
        {
            await WriteErrorAsync(exchange, RegistryError.UploadInvalid(bad.Message) with { Status = bad.StatusCode });
        }
        catch (StoreFullException full)
        {
            await WriteErrorAsync(exchange, RegistryError.StoreFull(full.Message));
        }
        catch (Exception gone) when (context.RequestAborted.IsCancellationRequested && gone is IOException or OperationCanceledException)
        {
            context.Abort();
        }
        finally
        {
            Note(exchange, user);
        }
    }

    /// <summary>Answers with an error when no registry was found for a request.</summary>
    public static Task RefuseAsync(HttpContext context, RegistryError error)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(error);
        return WriteErrorAsync(context, error);
    }

    private static async ValueTask<(RegistryError? Error, string User)> AdmitAsync(RegistryExchange exchange)
    {
        if (exchange.Route.Kind == RegistryRouteKind.Unknown)
        {
            return (RegistryError.NotServed(exchange.Request.Path.Value ?? ""), "");
        }

        if (exchange.Registry.Authenticator is not { } authenticator)
        {
            return (null, "");
        }

        var address = exchange.Http.Connection.RemoteIpAddress?.ToString() ?? "";
        var (user, retryAfter) = await authenticator.AuthenticateAsync(exchange.Request.Headers.Authorization, address, exchange.Aborted);
        if (user is not null)
        {
            return (null, user);
        }

        if (retryAfter is { } wait)
        {
            exchange.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return (RegistryError.TooManyRequests("too many wrong passwords for this user from this address"), "");
        }

        exchange.Response.Headers.WWWAuthenticate = authenticator.Challenge;
        return (RegistryError.Unauthorized(), "");
    }

    private static Task<RegistryError?> DispatchAsync(RegistryExchange exchange)
    {
        if (!exchange.Route.HasValidName)
        {
            return Task.FromResult<RegistryError?>(RegistryError.NameInvalid(exchange.Repository));
        }

        if (exchange.Registry.IsReadOnly && !exchange.IsRead)
        {
            // "Content Management": where deletion is disabled, it is 400 or 405.
            return Task.FromResult<RegistryError?>(HttpMethods.IsDelete(exchange.Request.Method)
                ? RegistryError.Unsupported("this registry is read-only")
                : RegistryError.Denied("this registry is read-only"));
        }

        return exchange.Route.Kind switch
        {
            RegistryRouteKind.Base => ListEndpoints.BaseAsync(exchange),
            RegistryRouteKind.Catalog => ListEndpoints.CatalogAsync(exchange),
            RegistryRouteKind.Tags => ListEndpoints.TagsAsync(exchange),
            RegistryRouteKind.Referrers => ListEndpoints.ReferrersAsync(exchange),
            RegistryRouteKind.Manifest => ManifestEndpoints.HandleAsync(exchange),
            RegistryRouteKind.Blob => BlobEndpoints.HandleAsync(exchange),
            RegistryRouteKind.UploadStart => UploadEndpoints.StartAsync(exchange),
            _ => UploadEndpoints.ContinueAsync(exchange),
        };
    }

    private static Task WriteErrorAsync(RegistryExchange exchange, RegistryError error)
    {
        if (exchange.Response.HasStarted)
        {
            exchange.Http.Abort();
            return Task.CompletedTask;
        }

        return WriteErrorAsync(exchange.Http, error);
    }

    private static async Task WriteErrorAsync(HttpContext context, RegistryError error)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
            new ErrorBody([new ErrorBodyEntry(error.Code, error.Message, error.Detail)]), RegistryJson.Default.ErrorBody);
        context.Response.StatusCode = error.Status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    private void Note(RegistryExchange exchange, string user) => exchange.Registry.Accesses?.Add(new AccessEntry
    {
        Time = time.GetUtcNow(),
        Username = user,
        Method = exchange.Request.Method,
        Repository = Shorten(exchange.Repository),
        Reference = Shorten(exchange.Route.Reference),
        Digest = exchange.Digest,
        Status = exchange.Response.StatusCode,
        UserAgent = Shorten(exchange.Request.Headers.UserAgent.ToString()),
        Instance = exchange.Registry.Instance,
    });

    // The log is bounded in entries; this bounds it in bytes.
    private static string Shorten(string text) => text.Length <= MaximumNoted ? text : text[..MaximumNoted];
}
