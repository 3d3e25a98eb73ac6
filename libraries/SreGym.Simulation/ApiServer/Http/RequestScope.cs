using Microsoft.AspNetCore.Http;
using SreGym.Simulation.Authentication;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>A request about a resource, by somebody who may make it.</summary>
internal sealed record RequestScope(HttpContext Context, ResourceType Type, RequestInfo Request, UserInfo User, TimeProvider Time)
{
    /// <summary>The resource whose objects are kept.</summary>
    public ResourceType Stored => Type.StoredAs ?? Type;

    public string? Namespace => Type.Namespaced ? Request.Namespace : null;

    public string Name => Request.Name;

    public StoredObject Get(ObjectStore store) =>
        store.Find(Stored, Namespace, Name) ?? throw ApiErrors.NotFound(Type, Name);

    public RequestIdentity Identity(string fieldManager) => new(User.Name, fieldManager);

    public Task WriteAsync(StoredObject value, int code = StatusCodes.Status200OK) => ObjectForms.WriteAsync(this, value, code);
}
