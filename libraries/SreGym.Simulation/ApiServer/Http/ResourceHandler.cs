using SreGym.Simulation.Authentication;
using SreGym.Simulation.Authorization;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Sends requests about resources to the handler of their verb.</summary>
internal sealed class ResourceHandler
{
    private readonly ClusterApi _server;
    private readonly ListHandler _lists;
    private readonly WatchHandler _watches;
    private readonly WriteHandler _writes;
    private readonly DeleteHandler _deletes;
    private readonly SubresourceHandler _subresources;
    private readonly ReviewHandler _reviews;

    public ResourceHandler(
        ClusterApi server, ApiServerOptions options, Authenticator authenticator, RbacAuthorizer authorizer)
    {
        _server = server;
        _lists = new ListHandler(server.Store);
        _watches = new WatchHandler(server.Store, options.RequestTime);
        _writes = new WriteHandler(server);
        _deletes = new DeleteHandler(server, _lists);
        _subresources = new SubresourceHandler(server, options, _writes, authenticator);
        _reviews = new ReviewHandler(authenticator, authorizer);
    }

    public Task HandleAsync(RequestScope scope)
    {
        var (type, request) = (scope.Type, scope.Request);
        if (!type.Namespaced && request.Namespace is not null)
        {
            throw ApiErrors.UnknownResource();
        }

        if (request.Subresource.Length > 0)
        {
            return _subresources.HandleAsync(scope);
        }

        if (!type.Verbs.Contains(request.Verb)
            || (request.Verb == "create" && request.Name.Length > 0)
            || (type.Namespaced && request.Namespace is null && request.Verb is not ("list" or "watch")))
        {
            throw ApiErrors.MethodNotAllowed();
        }

        return type.Stored ? HandleStoredAsync(scope) : HandlePostedAsync(scope);
    }

    private Task HandleStoredAsync(RequestScope scope) => scope.Request.Verb switch
    {
        "get" => scope.WriteAsync(scope.Get(_server.Store)),
        "list" => _lists.HandleAsync(scope),
        "watch" => _watches.HandleAsync(scope),
        "create" => _writes.CreateAsync(scope),
        "update" => _writes.UpdateAsync(scope),
        "patch" => _writes.PatchAsync(scope),
        "delete" => _deletes.DeleteAsync(scope),
        "deletecollection" => _deletes.DeleteCollectionAsync(scope),
        _ => throw ApiErrors.MethodNotAllowed(),
    };

    private Task HandlePostedAsync(RequestScope scope) => scope.Type == ResourceTypes.Bindings
        ? _subresources.BindAsync(scope)
        : _reviews.HandleAsync(scope);
}
