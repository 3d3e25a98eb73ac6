using System.Globalization;
using System.Text.Json.Nodes;
using SreGym.Simulation.Admission;
using SreGym.Simulation.ApiServer.ManagedFields;
using SreGym.Simulation.Defaulting;
using SreGym.Simulation.Json;
using SreGym.Simulation.Schema;
using SreGym.Simulation.Storage;
using SreGym.Simulation.Validation;

namespace SreGym.Simulation.ApiServer;

/// <summary>The one path by which objects are created and changed.</summary>
internal sealed class ObjectWriter
{
    private readonly AdmissionChain _admission;
    private readonly GeneratedNames _names;
    private readonly NamespaceContent _namespaceContent;

    public ObjectWriter(ObjectStore store, ClusterApiOptions options)
    {
        Store = store;
        TimeProvider = options.TimeProvider;
        Seed = new ClusterSeed(options.Seed);
        _admission = new AdmissionChain(store, Seed);
        _names = new GeneratedNames(store, Seed);
        _namespaceContent = new NamespaceContent(this, options.CertificateAuthorityPem);
        Deletion = new ObjectDeletion(this);
    }

    public ObjectStore Store { get; }

    public TimeProvider TimeProvider { get; }

    public ClusterSeed Seed { get; }

    public ObjectDeletion Deletion { get; }

    public StoredObject Create(
        ResourceType type, string? @namespace, JsonObject value, RequestIdentity identity, WriteOptions options)
    {
        var metadata = ObjectShape.Check(type, @namespace, value);
        _admission.DemandNamespace(type, @namespace, metadata.FindText("name") ?? "");
        if (string.IsNullOrEmpty(metadata.FindText("name")))
        {
            metadata["name"] = _names.Next(type, @namespace, ObjectShape.GenerateName(type, metadata));
        }

        var name = metadata.FindText("name")!;
        Conform(type, value);
        metadata = value.FindObject("metadata")!;
        ObjectStrategy.PrepareForCreate(type, value);
        ObjectDefaults.Apply(type, value);
        FieldOwnership.Create(type, value, identity.FieldManager, Now(), options.Applied);
        var incarnation = Store.CountIncarnations(type, @namespace, name).ToString(CultureInfo.InvariantCulture);
        ObjectShape.PrepareMetadata(type, metadata, Seed.Uid(type.QualifiedName, @namespace ?? "", name, incarnation), Now());
        _admission.Admit(type, value);
        Demand(type, name, ObjectValidation.Check(type, value));

        var draft = ObjectEncoder.Encode(type, value);
        if (options.DryRun)
        {
            return Store.Find(type, @namespace, name) is null ? new StoredObject(draft) : throw ApiErrors.AlreadyExists(type, name);
        }

        var added = Store.Insert(draft) ?? throw ApiErrors.AlreadyExists(type, name);
        if (type == ResourceTypes.Namespaces)
        {
            _namespaceContent.Fill(added.Name);
        }

        return added;
    }

    public StoredObject Update(ResourceType type, JsonObject value, RequestIdentity identity, WriteOptions options)
    {
        var metadata = value.FindObject("metadata");
        var name = metadata.FindText("name") ?? "";
        var @namespace = type.Namespaced ? metadata.FindText("namespace") : null;
        while (true)
        {
            var current = Store.Find(type, @namespace, name) ?? throw ApiErrors.NotFound(type, name);
            if (TryWrite(current, (JsonObject)value.DeepClone(), identity, options) is { } written)
            {
                return written;
            }
        }
    }

    public StoredObject? Mutate(
        ResourceType type, string? @namespace, string name, Action<JsonObject> change, RequestIdentity identity, WriteOptions options)
    {
        while (true)
        {
            if (Store.Find(type, @namespace, name) is not { } current)
            {
                return null;
            }

            var value = current.Parse();
            change(value);
            if (TryWrite(current, value, identity, options) is { } written)
            {
                return written;
            }
        }
    }

    /// <summary>Applies a patch to the current state, again and again until no other write comes between.</summary>
    public StoredObject Patch(
        StoredObject current, Func<JsonObject, JsonObject> change, RequestIdentity identity, WriteOptions options)
    {
        while (true)
        {
            if (TryWrite(current, change(current.Parse()), identity, options) is { } written)
            {
                return written;
            }

            current = Store.Find(current.Type, current.Namespace, current.Name) ?? throw ApiErrors.NotFound(current.Type, current.Name);
        }
    }

    /// <summary>Server-side apply: creates the object, or merges the configuration into it.</summary>
    public (StoredObject Object, bool Created) Apply(
        ResourceType type, string? @namespace, string name, JsonObject applied, RequestIdentity identity, WriteOptions options, bool force)
    {
        var fields = FieldOwnership.Applied(type, applied, options.Subresource);
        if (Store.Find(type, @namespace, name) is not { } current)
        {
            var made = options.Subresource is null ? options with { Applied = fields } : throw ApiErrors.NotFound(type, name);
            return (Create(type, @namespace, (JsonObject)applied.DeepClone(), identity, made), true);
        }

        var written = Patch(
            current,
            live => ServerSideApply.Apply(type, live, applied, fields, identity.FieldManager, Now(), options.Subresource, force),
            identity,
            options with { Applied = fields });
        return (written, false);
    }

    public StoredObject? Delete(ResourceType type, string? @namespace, string name, DeleteOptions options) =>
        Deletion.Delete(type, @namespace, name, options);

    public string Now() => Rfc3339.Format(TimeProvider.GetUtcNow());

    /// <summary>Writes a changed object in the place of the current one; null when another write came between.</summary>
    private StoredObject? TryWrite(StoredObject current, JsonObject value, RequestIdentity identity, WriteOptions options)
    {
        var type = current.Type;
        var old = current.Parse();
        ObjectShape.CheckIdentity(current, value);
        ObjectStrategy.PrepareForUpdate(type, old, value, options.Subresource);
        if (JsonNode.DeepEquals(old, value))
        {
            return current;
        }

        Conform(type, value);
        ObjectDefaults.Apply(type, value);
        _admission.AdmitUpdate(type, old, value);
        if (options.Applied is null && options.Subresource is not "binding")
        {
            FieldOwnership.Update(type, old, value, identity.FieldManager, Now(), options.Subresource);
        }

        ObjectStrategy.CountGeneration(type, old, value, options.Subresource);
        if (JsonNode.DeepEquals(old, value))
        {
            return current;
        }

        if (options.Subresource is null or "scale")
        {
            Demand(type, current.Name, ObjectValidation.CheckUpdate(type, old, value));
        }

        var draft = ObjectEncoder.Encode(type, value);
        if (options.DryRun)
        {
            return new StoredObject(draft, current.ResourceVersion);
        }

        var written = Store.Replace(draft, current);
        return written is null || !ObjectDeletion.IsFinished(written, value) ? written : Store.Remove(written) ?? written;
    }

    private static void Conform(ResourceType type, JsonObject value)
    {
        if (!type.Custom && KubernetesSchema.FindKind(type.Group, type.Version, type.Kind) is { } message)
        {
            try
            {
                SchemaShape.Conform(value, message);
            }
            catch (DecodingException error)
            {
                throw ApiErrors.BadRequest(
                    $"{type.Kind} in version \"{type.Version}\" cannot be handled as a {type.Kind}: {error.Message}");
            }
        }
    }

    private static void Demand(ResourceType type, string name, IReadOnlyList<StatusCause> broken)
    {
        if (broken.Count > 0)
        {
            throw ApiErrors.Invalid(type, name, broken);
        }
    }
}
