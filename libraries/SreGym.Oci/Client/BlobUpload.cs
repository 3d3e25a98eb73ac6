using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using SreGym.Oci.Content;
using SreGym.Oci.References;

namespace SreGym.Oci.Client;

/// <summary>One upload of a blob: in one request, and after a broken connection from where the registry got to.</summary>
public sealed class BlobUpload
{
    private readonly RegistryConnection _connection;
    private readonly string _scope;
    private readonly Digest _digest;
    private readonly long _size;
    private Uri _location;

    internal BlobUpload(RegistryConnection connection, string scope, Uri location, Digest digest, long size)
    {
        (_connection, _scope, _location, _digest, _size) = (connection, scope, location, digest, size);
    }

    /// <summary>Bytes the registry has, as far as we know.</summary>
    public long Offset { get; private set; }

    /// <summary>Sends what the registry does not have yet and completes the upload.</summary>
    /// <param name="content">The content from <see cref="Offset"/> on, read once.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RegistryRequestException">The registry refused it, or the connection broke.</exception>
    public async Task SendAsync(Stream content, CancellationToken cancellationToken)
    {
        if (Offset == 0)
        {
            using var whole = await SendAsync(HttpMethod.Put, WithDigest(), () => Piece(content), cancellationToken);
            return;
        }

        if (Offset < _size)
        {
            using var response = await SendAsync(HttpMethod.Patch, _location, () => Piece(content), cancellationToken);
            Follow(response);
            Offset = _size;
        }

        using var completed = await SendAsync(HttpMethod.Put, WithDigest(), () => new ByteArrayContent([]), cancellationToken);
    }

    /// <summary>Asks the registry how much it has; false when it has forgotten the upload.</summary>
    public async Task<bool> ResumeAsync(CancellationToken cancellationToken)
    {
        var request = new RegistryRequest(HttpMethod.Get, _location, _scope);
        using var response = await _connection.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.NoContent)
        {
            return false;
        }

        Follow(response);
        Offset = FindOffset(response) ?? 0;
        return Offset <= _size;
    }

    /// <summary>Tells the registry to forget the upload. A registry that cannot is left to its own clean-up.</summary>
    public async Task CancelAsync(CancellationToken cancellationToken)
    {
        try
        {
            var request = new RegistryRequest(HttpMethod.Delete, _location, _scope);
            using var response = await _connection.SendAsync(request, cancellationToken);
        }
        catch (RegistryRequestException)
        {
            // Nothing depends on it: uploads that are not completed are invisible.
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address, Func<HttpContent> content, CancellationToken cancellationToken)
    {
        var request = new RegistryRequest(method, address, _scope) { Content = content, IsSingleUse = true };
        var response = await _connection.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            using (response)
            {
                throw await _connection.FailAsync(request, response, cancellationToken);
            }
        }

        return response;
    }

    private BlobContent Piece(Stream content)
    {
        var piece = new BlobContent(content, _size - Offset);
        piece.Headers.ContentType = new MediaTypeHeaderValue(MediaTypes.OctetStream);
        if (Offset > 0)
        {
            // distribution-spec "Pushing a blob in chunks": no unit, both ends included.
            piece.Headers.TryAddWithoutValidation("Content-Range", $"{Offset}-{_size - 1}");
        }

        return piece;
    }

    private Uri WithDigest()
    {
        var separator = _location.Query.Length > 1 ? "&" : "?";
        return new Uri($"{_location.AbsoluteUri}{separator}digest={Uri.EscapeDataString(_digest.ToString())}");
    }

    private void Follow(HttpResponseMessage response)
    {
        _location = UploadLocation.Find(_location, response) ?? _location;
    }

    // "Range: 0-1023"; an empty upload is "0-0" at some registries and has no range at others.
    private static long? FindOffset(HttpResponseMessage response)
    {
        var range = response.Headers.NonValidated.TryGetValues("Range", out var values) ? values.First().Replace("bytes=", "", StringComparison.Ordinal) : "";
        return long.TryParse(range.Split('-').ElementAtOrDefault(1), NumberStyles.None, CultureInfo.InvariantCulture, out var last) && last > 0
            ? last + 1
            : null;
    }
}
