using System.Text.Json.Nodes;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer;

/// <summary>
/// The API server from inside its process: admission, defaulting, validation, generations and managed fields as over HTTP, but no
/// authorisation. Thread-safe.
/// </summary>
public sealed class ClusterApi
{
    private readonly ObjectWriter _writer;
    private readonly RequestIdentity _identity;

    /// <param name="store">The cluster's objects.</param>
    /// <param name="options">What the API server needs to know about its cluster.</param>
    public ClusterApi(ObjectStore store, ClusterApiOptions options)
        : this(new ObjectWriter(store, options), new RequestIdentity("system:apiserver", "kube-apiserver"))
    {
    }

    private ClusterApi(ObjectWriter writer, RequestIdentity identity)
    {
        _writer = writer;
        _identity = identity;
    }

    /// <summary>The cluster's objects.</summary>
    public ObjectStore Store => _writer.Store;

    /// <summary>The cluster's seed.</summary>
    public ClusterSeed Seed => _writer.Seed;

    /// <summary>The cluster's clock.</summary>
    public TimeProvider TimeProvider => _writer.TimeProvider;

    internal ObjectWriter Writer => _writer;

    internal RequestIdentity Identity => _identity;

    /// <summary>The same API server on behalf of somebody else.</summary>
    /// <param name="user">User name, e.g. <c>system:serviceaccount:kube-system:deployment-controller</c>.</param>
    /// <param name="fieldManager">Name in <c>metadata.managedFields</c>, e.g. <c>kube-controller-manager</c>.</param>
    public ClusterApi As(string user, string fieldManager) => new(_writer, new RequestIdentity(user, fieldManager));

    /// <summary>The object; null when there is none.</summary>
    public StoredObject? Find(ResourceType type, string? @namespace, string name) => Store.Find(type, @namespace, name);

    /// <summary>Objects in key order.</summary>
    public IReadOnlyList<StoredObject> List(ResourceType type, string? @namespace = null, LabelSelector? selector = null)
    {
        var objects = Store.List(type, @namespace);
        return selector is null or { IsEmpty: true } ? objects : [.. objects.Where(item => selector.Matches(item.Labels))];
    }

    /// <summary>Creates an object. The one passed in becomes the server's and is changed.</summary>
    /// <exception cref="ApiStatusException">It is refused.</exception>
    public StoredObject Create(ResourceType type, string? @namespace, JsonObject value, WriteOptions? options = null) =>
        _writer.Create(type, @namespace, value, _identity, options ?? WriteOptions.Default);

    /// <summary>
    /// Replaces an object, or only the part a subresource is about. With a resourceVersion in it, it must be the current one.
    /// </summary>
    /// <exception cref="ApiStatusException">It is refused.</exception>
    public StoredObject Update(ResourceType type, JsonObject value, string? subresource = null) =>
        _writer.Update(type, value, _identity, new WriteOptions { Subresource = subresource });

    /// <summary>Reads, changes and writes until no other write comes between; null when the object is gone.</summary>
    /// <exception cref="ApiStatusException">The change is refused.</exception>
    public StoredObject? Mutate(
        ResourceType type, string? @namespace, string name, Action<JsonObject> change, string? subresource = null) =>
        _writer.Mutate(type, @namespace, name, change, _identity, new WriteOptions { Subresource = subresource });

    /// <summary>Gives a pod its node, as a scheduler does (pods/binding).</summary>
    /// <exception cref="ApiStatusException">There is no such pod, or it has a node already.</exception>
    public StoredObject Bind(string @namespace, string pod, string node) => PodBinding.Bind(_writer, _identity, @namespace, pod, node);

    /// <summary>Deletes an object, or marks it where grace or finalizers hold it back. Null when there is none.</summary>
    /// <returns>The object as it is now, or its last state.</returns>
    /// <exception cref="ApiStatusException">A precondition does not hold.</exception>
    public StoredObject? Delete(ResourceType type, string? @namespace, string name, DeleteOptions? options = null) =>
        _writer.Delete(type, @namespace, name, options ?? new DeleteOptions());
}
