using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SreGym.Simulation.Discovery;
using SreGym.Simulation.Schema;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.OpenApi;

/// <summary>
/// Answers <c>/openapi/v2</c>, <c>/openapi/v3</c> and the documents below: what <c>kubectl apply</c> and
/// <c>kubectl explain</c> read. Documents are built when first asked for and kept compressed.
/// Clusters without resources of their own share <see cref="BuiltIn"/>.
/// </summary>
public sealed class OpenApiCatalog
{
    private readonly IReadOnlyList<ResourceType> _resources;
    private readonly ConcurrentDictionary<string, OpenApiDocument> _documents = new(StringComparer.Ordinal);
    private readonly Lazy<CachedDocument> _index;

    /// <summary>Creates the catalogue.</summary>
    /// <param name="resources">Group by group.</param>
    public OpenApiCatalog(IReadOnlyList<ResourceType> resources)
    {
        _resources = resources;
        _index = new Lazy<CachedDocument>(BuildIndex);
    }

    /// <summary>The catalogue of <see cref="ResourceTypes.All"/>.</summary>
    public static OpenApiCatalog BuiltIn { get; } = new(ResourceTypes.All);

    /// <summary>The answer to <c>/openapi/v3</c>.</summary>
    public CachedDocument Index => _index.Value;

    /// <summary>The answer to <c>/openapi/v2</c>.</summary>
    public OpenApiDocument Swagger => _documents.GetOrAdd("", static (_, catalog) => catalog.BuildSwagger(), this);

    /// <summary>The document of a group and version; null when it is not served.</summary>
    /// <param name="path">What follows <c>/openapi/v3/</c>: <c>api/v1</c> or <c>apis/apps/v1</c>.</param>
    public OpenApiDocument? FindVersion(string path)
    {
        var resources = _resources.Where(type => PathOf(type) == path).ToList();
        return resources.Count == 0 ? null
            : _documents.GetOrAdd(path, static (key, args) => args.Catalog.BuildVersion(key, args.resources), (Catalog: this, resources));
    }

    private static string PathOf(ResourceType type) =>
        type.Group.Length == 0 ? $"api/{type.Version}" : $"apis/{type.Group}/{type.Version}";

    private CachedDocument BuildIndex()
    {
        var paths = new JsonObject();
        foreach (var path in _resources.Select(PathOf).Distinct().Order(StringComparer.Ordinal))
        {
            paths[path] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{path}?hash={HashOf(path)}" };
        }

        return LegacyDiscovery.Document(new JsonObject { ["paths"] = paths });
    }

    private OpenApiDocument BuildVersion(string path, List<ResourceType> resources)
    {
        var document = new OpenApiWriter(OpenApiForm.V3).Write(resources);
        return OpenApiDocument.Create(document, HashOf(path));
    }

    private OpenApiDocument BuildSwagger()
    {
        var document = new OpenApiWriter(OpenApiForm.V2).Write(_resources);
        return OpenApiDocument.Create(document, HashOf(""));
    }

    // The hash must be known before the document is built; the schema and the resources determine the content.
    private string HashOf(string path)
    {
        var key = new StringBuilder(KubernetesSchema.Hash).Append(path);
        foreach (var type in _resources)
        {
            key.Append('|').Append(type.ApiVersion).Append('/').Append(type.Plural);
        }

        return Convert.ToHexString(SHA512.HashData(Encoding.UTF8.GetBytes(key.ToString())));
    }
}
