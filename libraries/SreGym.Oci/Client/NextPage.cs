namespace SreGym.Oci.Client;

/// <summary>The <c>Link</c> header of lists (distribution-spec "Listing Tags", RFC 5988).</summary>
internal static class NextPage
{
    public static Uri? Find(Uri page, HttpResponseMessage response)
    {
        if (!response.Headers.NonValidated.TryGetValues("Link", out var values))
        {
            return null;
        }

        var link = values.First();
        var (start, end) = (link.IndexOf('<', StringComparison.Ordinal), link.IndexOf('>', StringComparison.Ordinal));
        return start < 0 || end < start || !link[end..].Contains("next", StringComparison.Ordinal) || !Uri.TryCreate(page, link[(start + 1)..end], out var next)
            || next == page || next.Authority != page.Authority
            ? null
            : next;
    }
}
