using System.Text.Json.Nodes;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Admission;

/// <summary>The admission steps of a new object, in the order of kube-apiserver.</summary>
internal sealed class AdmissionChain(ObjectStore store, ClusterSeed seed)
{
    private readonly ServiceAccountAdmission _serviceAccount = new(store, seed);
    private readonly ServiceAddresses _addresses = new(store, seed);
    private readonly DefaultStorageClassAdmission _storageClass = new(store);

    /// <summary>Nothing is created in a namespace that does not exist or is on its way out.</summary>
    public void DemandNamespace(ResourceType type, string? @namespace, string name)
    {
        if (!type.Namespaced)
        {
            return;
        }

        var found = store.Find(ResourceTypes.Namespaces, null, @namespace ?? "")
            ?? throw ApiErrors.NotFound(ResourceTypes.Namespaces, @namespace ?? "");
        if (found.DeletionTimestamp is not null)
        {
            throw new ApiStatusException(ApiErrors.Forbidden(
                type, name, $"unable to create new content in namespace {@namespace} because it is being terminated").Status with
            {
                Causes = [new StatusCause("NamespaceTerminating", $"namespace {@namespace} is being terminated", "metadata.namespace")],
            });
        }
    }

    /// <summary>What the server itself adds to a changed object.</summary>
    public void AdmitUpdate(ResourceType type, JsonObject old, JsonObject value)
    {
        if (type == ResourceTypes.Services)
        {
            ServiceAddresses.Keep(old, value);
            _addresses.Allocate(value);
        }
    }

    public void Admit(ResourceType type, JsonObject value)
    {
        if (type == ResourceTypes.Pods)
        {
            _serviceAccount.Admit(value);
            PodDefaultsAdmission.Admit(value);
        }
        else if (type == ResourceTypes.Services)
        {
            _addresses.Allocate(value);
        }
        else if (type == ResourceTypes.PersistentVolumeClaims)
        {
            _storageClass.Admit(value);
        }
    }
}
