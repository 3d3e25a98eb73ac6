using Microsoft.AspNetCore.Http;
using SreGym.Simulation.Authentication;
using SreGym.Simulation.Authorization;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>One cluster's Kubernetes API over HTTP: authentication, authorisation, then the resource's handler.</summary>
public sealed class ApiServerHandler : IDisposable
{
    private readonly Authenticator _authenticator;
    private readonly RbacAuthorizer _authorizer;
    private readonly ResourceHandler _resources;
    private readonly PathHandler _paths;
    private readonly ResourceCatalogue _catalogue;
    private readonly TimeProvider _time;

    /// <param name="server">The API server in process.</param>
    /// <param name="options">Who may administrate, and what stands behind the nodes.</param>
    public ApiServerHandler(ClusterApi server, ApiServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(options);
        _time = server.TimeProvider;
        _catalogue = new ResourceCatalogue(server.Store);
        _authenticator = new Authenticator(server, options);
        _authorizer = new RbacAuthorizer(server.Store);
        _resources = new ResourceHandler(server, options, _authenticator, _authorizer);
        _paths = new PathHandler(_catalogue);
    }

    /// <summary>Answers a request whose path begins with <c>/api</c>, <c>/apis</c>, <c>/version</c> and so on.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            await RouteAsync(context);
        }
        catch (ApiStatusException refused) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            await ApiResponse.WriteStatusAsync(context, refused.Status);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away; nobody is left to answer.
        }
    }

    /// <inheritdoc />
    public void Dispose() => _authenticator.Tokens.Dispose();

    private async Task RouteAsync(HttpContext context)
    {
        var user = Impersonation.Apply(context, await _authenticator.AuthenticateAsync(context), _authorizer);
        var request = RequestInfo.Parse(
            context.Request.Method, context.Request.Path.Value ?? "/", ListQuery.IsTrue(context.Request.Query["watch"]));
        var type = request.IsResource ? _catalogue.Find(request.Group, request.Version, request.Resource) : null;
        _authorizer.Demand(user, request);
        if (!request.IsResource)
        {
            await _paths.HandleAsync(context, request);
        }
        else if (type is not null)
        {
            await _resources.HandleAsync(new RequestScope(context, type, request, user, _time));
        }
        else if (_catalogue.HasGroupVersion(request.Group, request.Version))
        {
            throw ApiErrors.UnknownResource();
        }
        else
        {
            await ApiResponse.WriteTextAsync(context, "404 page not found\n", StatusCodes.Status404NotFound);
        }
    }
}
