using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using SreGym.Oci.References;

namespace SreGym.Oci.Registry;

/// <summary>One request on its way through the registry.</summary>
internal sealed class RegistryExchange(HttpContext http, HostedRegistry registry, RegistryRoute route, TimeProvider time)
{
    public HttpContext Http { get; } = http;

    public HttpRequest Request => Http.Request;

    public HttpResponse Response => Http.Response;

    public HostedRegistry Registry { get; } = registry;

    public RegistryVolume Volume => Registry.Volume;

    public RegistryRoute Route { get; } = route;

    public string Repository => Route.Repository;

    public TimeProvider Time { get; } = time;

    public CancellationToken Aborted => Http.RequestAborted;

    public bool IsHead => HttpMethods.IsHead(Request.Method);

    public bool IsRead => IsHead || HttpMethods.IsGet(Request.Method);

    /// <summary>Digest of what was served or stored, for the access log.</summary>
    public string Digest { get; set; } = "";

    public string? FindQuery(string name) => Request.Query.TryGetValue(name, out var values) ? values[0] : null;

    /// <summary>Uploads may be as large as the store takes.</summary>
    public void AllowAnyBodySize()
    {
        if (Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }
    }

    /// <summary>Reads the body until there is at least so much of it, or its end.</summary>
    /// <exception cref="BadHttpRequestException">Its framing is broken.</exception>
    public async ValueTask<ReadResult> ReadBodyAsync(int minimum)
    {
        try
        {
            return await Request.BodyReader.ReadAtLeastAsync(minimum, Aborted);
        }
        catch (IOException broken) when (broken is not BadHttpRequestException && !Aborted.IsCancellationRequested)
        {
            // The server reports some chunk sizes as an error of reading.
            throw new BadHttpRequestException("The framing of the body is broken.", StatusCodes.Status400BadRequest, broken);
        }
    }

    public void SetDigest(Digest digest)
    {
        Digest = digest.ToString();
        Response.Headers["Docker-Content-Digest"] = Digest;
    }

    /// <summary>True when the client says that it has what the <c>ETag</c> names (RFC 9110 section 13.1.2).</summary>
    public bool IsUnchanged() =>
        Request.Headers.IfNoneMatch is { Count: > 0 } known
            && known.SelectMany(value => (value ?? "").Split(',')).Any(value => value.Trim() == "*" || value.Trim() == Response.Headers.ETag);

    public void Complete(int status, string? location = null)
    {
        Response.StatusCode = status;
        if (location is not null)
        {
            Response.Headers.Location = location;
        }

        if (status != StatusCodes.Status204NoContent)
        {
            Response.ContentLength = 0;
        }
    }

    public async Task WriteJsonAsync<T>(int status, string contentType, T value, JsonTypeInfo<T> type)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, type);
        Response.StatusCode = status;
        Response.ContentType = contentType;
        Response.ContentLength = body.Length;
        if (!IsHead)
        {
            await Response.Body.WriteAsync(body, Aborted);
        }
    }
}
