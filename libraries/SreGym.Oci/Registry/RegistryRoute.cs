using SreGym.Oci.References;

namespace SreGym.Oci.Registry;

/// <summary>A request path, taken apart.</summary>
/// <param name="Kind">Which endpoint.</param>
/// <param name="Repository">Repository; empty where the endpoint has none.</param>
/// <param name="Reference">Tag, digest or upload id; empty where the endpoint has none.</param>
internal readonly record struct RegistryRoute(RegistryRouteKind Kind, string Repository = "", string Reference = "")
{
    private const string Prefix = "/v2/";
    private const int MaximumNameLength = 255;

    /// <summary>False when the repository breaks the grammar of distribution-spec "Pulling manifests".</summary>
    public bool HasValidName =>
        Repository.Length == 0 || (Repository.Length <= MaximumNameLength && ReferenceGrammar.Repository().IsMatch(Repository));

    /// <summary>
    /// Finds the endpoint of a path. A repository may contain the words of the endpoints (<c>team/blobs/app</c>),
    /// so that only the end of the path decides.
    /// </summary>
    public static RegistryRoute Parse(string path)
    {
        if (path is "/v2" or Prefix)
        {
            return new RegistryRoute(RegistryRouteKind.Base);
        }

        if (!path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return new RegistryRoute(RegistryRouteKind.Unknown);
        }

        var rest = path[Prefix.Length..];
        if (rest == "_catalog")
        {
            return new RegistryRoute(RegistryRouteKind.Catalog);
        }

        if (StripEnd(rest, "/tags/list") is { } tagged)
        {
            return new RegistryRoute(RegistryRouteKind.Tags, tagged);
        }

        if ((StripEnd(rest, "/blobs/uploads/") ?? StripEnd(rest, "/blobs/uploads")) is { } started)
        {
            return new RegistryRoute(RegistryRouteKind.UploadStart, started);
        }

        var slash = rest.LastIndexOf('/');
        if (slash < 0 || slash == rest.Length - 1)
        {
            return new RegistryRoute(RegistryRouteKind.Unknown);
        }

        var (head, last) = (rest[..slash], rest[(slash + 1)..]);
        return (StripEnd(head, "/blobs/uploads"), StripEnd(head, "/manifests"), StripEnd(head, "/blobs"), StripEnd(head, "/referrers")) switch
        {
            ({ } name, _, _, _) => new RegistryRoute(RegistryRouteKind.Upload, name, last),
            (_, { } name, _, _) => new RegistryRoute(RegistryRouteKind.Manifest, name, last),
            (_, _, { } name, _) => new RegistryRoute(RegistryRouteKind.Blob, name, last),
            (_, _, _, { } name) => new RegistryRoute(RegistryRouteKind.Referrers, name, last),
            _ => new RegistryRoute(RegistryRouteKind.Unknown),
        };
    }

    private static string? StripEnd(string text, string end) =>
        text.Length > end.Length && text.EndsWith(end, StringComparison.Ordinal) ? text[..^end.Length] : null;
}
