using Microsoft.AspNetCore.Http;

namespace SreGym.Oci.Registry;

/// <summary>An error answer of the registry (distribution-spec v1.1 "Error Codes").</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Code of the specification.</param>
/// <param name="Message">Text for people.</param>
/// <param name="Detail">What exactly was wrong; null for nothing.</param>
public sealed record RegistryError(int Status, string Code, string Message, string? Detail = null)
{
    internal static RegistryError BlobUnknown(string digest) =>
        new(StatusCodes.Status404NotFound, "BLOB_UNKNOWN", "blob unknown to registry", digest);

    internal static RegistryError UploadInvalid(string detail) =>
        new(StatusCodes.Status400BadRequest, "BLOB_UPLOAD_INVALID", "blob upload invalid", detail);

    internal static RegistryError UploadOutOfOrder(string detail) =>
        new(StatusCodes.Status416RangeNotSatisfiable, "BLOB_UPLOAD_INVALID", "blob upload invalid", detail);

    internal static RegistryError UploadUnknown(string id) =>
        new(StatusCodes.Status404NotFound, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry", id);

    internal static RegistryError DigestInvalid(string digest) =>
        new(StatusCodes.Status400BadRequest, "DIGEST_INVALID", "provided digest did not match uploaded content", digest);

    internal static RegistryError ManifestBlobUnknown(string digest) =>
        new(StatusCodes.Status400BadRequest, "MANIFEST_BLOB_UNKNOWN", "blob unknown to registry", digest);

    internal static RegistryError ManifestInvalid(string detail) =>
        new(StatusCodes.Status400BadRequest, "MANIFEST_INVALID", "manifest invalid", detail);

    internal static RegistryError ManifestTooLarge(int maximum) =>
        new(StatusCodes.Status413PayloadTooLarge, "MANIFEST_INVALID", "manifest invalid", $"larger than {maximum} bytes");

    internal static RegistryError ManifestUnknown(string detail) =>
        new(StatusCodes.Status404NotFound, "MANIFEST_UNKNOWN", "manifest unknown", detail);

    internal static RegistryError NameInvalid(string name) =>
        new(StatusCodes.Status400BadRequest, "NAME_INVALID", "invalid repository name", name);

    internal static RegistryError NameUnknown(string name) =>
        new(StatusCodes.Status404NotFound, "NAME_UNKNOWN", "repository name not known to registry", name);

    internal static RegistryError SizeInvalid(string detail) =>
        new(StatusCodes.Status400BadRequest, "SIZE_INVALID", "provided length did not match content length", detail);

    internal static RegistryError StoreFull(string detail) =>
        new(StatusCodes.Status413PayloadTooLarge, "DENIED", "the registry has no room for this content", detail);

    internal static RegistryError Unauthorized() =>
        new(StatusCodes.Status401Unauthorized, "UNAUTHORIZED", "authentication required");

    internal static RegistryError Denied(string detail) =>
        new(StatusCodes.Status403Forbidden, "DENIED", "requested access to the resource is denied", detail);

    internal static RegistryError Unsupported(string detail) =>
        new(StatusCodes.Status405MethodNotAllowed, "UNSUPPORTED", "the operation is unsupported", detail);

    internal static RegistryError NotServed(string detail) =>
        new(StatusCodes.Status404NotFound, "UNSUPPORTED", "the operation is unsupported", detail);

    internal static RegistryError PaginationInvalid(string detail) =>
        new(StatusCodes.Status400BadRequest, "UNSUPPORTED", "invalid number of results requested", detail);

    internal static RegistryError TooManyRequests(string detail) =>
        new(StatusCodes.Status429TooManyRequests, "TOOMANYREQUESTS", "too many requests", detail);

    /// <summary>No registry is served under this host.</summary>
    /// <param name="host">The host asked for.</param>
    public static RegistryError Misdirected(string host) =>
        new(StatusCodes.Status421MisdirectedRequest, "NAME_UNKNOWN", "no registry is served under this host", host);
}
