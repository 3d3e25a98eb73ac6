using System.Buffers;
using Microsoft.AspNetCore.Http;
using SreGym.Oci.Content;
using SreGym.Oci.References;

namespace SreGym.Oci.Registry;

/// <summary>Manifests: get, put, delete (distribution-spec end-3, end-7, end-9).</summary>
internal static class ManifestEndpoints
{
    private const int MaximumSize = 4 * 1024 * 1024;

    public static Task<RegistryError?> HandleAsync(RegistryExchange exchange) => exchange.Request.Method switch
    {
        "GET" or "HEAD" => GetAsync(exchange),
        "PUT" => PutAsync(exchange),
        "DELETE" => Task.FromResult(Delete(exchange)),
        _ => Refuse(exchange),
    };

    private static async Task<RegistryError?> GetAsync(RegistryExchange exchange)
    {
        if (exchange.Volume.FindManifest(exchange.Repository, exchange.Route.Reference) is not { } manifest)
        {
            return exchange.Volume.HasRepository(exchange.Repository)
                ? RegistryError.ManifestUnknown(exchange.Route.Reference)
                : RegistryError.NameUnknown(exchange.Repository);
        }

        if (!Accepts(exchange.Request, manifest.MediaType))
        {
            return RegistryError.ManifestUnknown($"the manifest is {manifest.MediaType}, which the Accept header does not list");
        }

        exchange.SetDigest(manifest.Digest);
        exchange.Response.Headers.ETag = $"\"{manifest.Digest}\"";
        if (exchange.IsUnchanged())
        {
            exchange.Response.StatusCode = StatusCodes.Status304NotModified;
            return null;
        }

        exchange.Response.ContentType = manifest.MediaType;
        exchange.Response.ContentLength = manifest.Bytes.Length;
        if (!exchange.IsHead)
        {
            await exchange.Response.Body.WriteAsync(manifest.Bytes, exchange.Aborted);
        }

        return null;
    }

    private static async Task<RegistryError?> PutAsync(RegistryExchange exchange)
    {
        var reference = exchange.Route.Reference;
        var isDigest = Digest.TryParse(reference, out var digest);
        if (!isDigest && !ReferenceGrammar.Tag().IsMatch(reference))
        {
            return RegistryError.ManifestInvalid($"\"{reference}\" is neither a tag nor a digest");
        }

        if (await ReadBodyAsync(exchange) is not { } body)
        {
            return RegistryError.ManifestTooLarge(MaximumSize);
        }

        if (digest is not null && !digest.Matches(body))
        {
            return RegistryError.DigestInvalid(reference);
        }

        var content = new ManifestContent(MediaTypes.Normalize(exchange.Request.ContentType), body, digest);
        if (!ManifestReader.TryRead(content, out var manifest, out var error))
        {
            return error;
        }

        if (exchange.Volume.PutManifest(exchange.Repository, isDigest ? null : reference, manifest) is { } refused)
        {
            return refused;
        }

        exchange.SetDigest(content.Digest);
        if (manifest.Subject is { } subject)
        {
            exchange.Response.Headers["OCI-Subject"] = subject.ToString();
        }

        exchange.Complete(StatusCodes.Status201Created, $"/v2/{exchange.Repository}/manifests/{content.Digest}");
        return null;
    }

    private static RegistryError? Delete(RegistryExchange exchange)
    {
        if (!exchange.Volume.HasRepository(exchange.Repository))
        {
            return RegistryError.NameUnknown(exchange.Repository);
        }

        var reference = exchange.Route.Reference;
        var isDeleted = Digest.TryParse(reference, out var digest)
            ? exchange.Volume.DeleteManifest(exchange.Repository, digest)
            : exchange.Volume.DeleteTag(exchange.Repository, reference);
        if (!isDeleted)
        {
            return RegistryError.ManifestUnknown(reference);
        }

        exchange.Complete(StatusCodes.Status202Accepted);
        return null;
    }

    private static Task<RegistryError?> Refuse(RegistryExchange exchange)
    {
        exchange.Response.Headers.Allow = "GET, HEAD, PUT, DELETE";
        return Task.FromResult<RegistryError?>(RegistryError.Unsupported($"{exchange.Request.Method} is not defined for manifests"));
    }

    private static async Task<byte[]?> ReadBodyAsync(RegistryExchange exchange)
    {
        exchange.AllowAnyBodySize();
        if (exchange.Request.ContentLength > MaximumSize)
        {
            return null;
        }

        var reader = exchange.Request.BodyReader;
        while (true)
        {
            var read = await exchange.ReadBodyAsync(MaximumSize + 1);
            if (read.Buffer.Length > MaximumSize)
            {
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    // A client that cannot read the type must not get it; one that says nothing takes anything (RFC 9110 section 12.5.1).
    private static bool Accepts(HttpRequest request, string mediaType)
    {
        var accepted = request.Headers.Accept
            .SelectMany(header => (header ?? "").Split(','))
            .Select(MediaTypes.Normalize)
            .Where(type => type.Length > 0)
            .ToList();
        return accepted.Count == 0 || accepted.Any(type => type is "*/*" or "application/*" || type == mediaType);
    }
}
