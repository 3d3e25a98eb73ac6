namespace SreGym.Oci.Client;

/// <summary>Where an upload goes on: any path or HTTP address. Other hosts are asked without credentials.</summary>
internal static class UploadLocation
{
    /// <summary>The address in an answer; null when it has none that can be read.</summary>
    /// <exception cref="FormatException">It is no HTTP address.</exception>
    public static Uri? Find(Uri asked, HttpResponseMessage response)
    {
        if (response.Headers.Location is not { } location || !Uri.TryCreate(asked, location, out var address))
        {
            return null;
        }

        return address.Scheme is "http" or "https"
            ? address
            : throw new FormatException($"{asked.Authority} wants the upload to go on at {address.Scheme}:, which is no HTTP address: ask its operator.");
    }
}
