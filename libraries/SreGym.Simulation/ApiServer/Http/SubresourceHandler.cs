using Microsoft.AspNetCore.Http;
using SreGym.Simulation.Authentication;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Paths below an object.</summary>
internal sealed class SubresourceHandler(ClusterApi server, ApiServerOptions options, WriteHandler writes, Authenticator authenticator)
{
    private readonly ScaleHandler _scale = new(server);
    private readonly EvictionHandler _eviction = new(server);
    private readonly TokenHandler _tokens = new(server, authenticator.Tokens);
    private readonly LogHandler _logs = new(server, options.Nodes);
    private readonly ExecHandler _exec = new(server, options.Nodes);
    private readonly ProxyHandler _proxy = new(options.Nodes);

    public Task HandleAsync(RequestScope scope)
    {
        var subresource = scope.Type.FindSubresource(scope.Request.Subresource) ?? throw ApiErrors.UnknownResource();
        var verb = scope.Request.Verb;
        if (!subresource.Verbs.Contains(verb))
        {
            throw ApiErrors.MethodNotAllowed();
        }

        return subresource.Name switch
        {
            "scale" => _scale.HandleAsync(scope),
            "eviction" => _eviction.HandleAsync(scope),
            "token" => _tokens.HandleAsync(scope),
            "binding" => BindAsync(scope),
            "log" => _logs.HandleAsync(scope),
            "exec" => _exec.HandleAsync(scope),
            "proxy" => _proxy.HandleAsync(scope),
            "attach" or "portforward" => throw ApiErrors.InternalError(
                $"unable to upgrade connection: the node's container runtime does not support {subresource.Name}"),
            _ => HandleObjectAsync(scope, verb),
        };
    }

    /// <summary>Gives a pod its node; what schedulers post.</summary>
    public async Task BindAsync(RequestScope scope)
    {
        var binding = await BodyReader.GetObjectAsync(scope.Context, "Binding");
        var query = WriteQuery.Read(scope.Context);
        var name = scope.Name.Length > 0 ? scope.Name : binding.FindText("metadata", "name") ?? "";
        var node = binding.FindText("target", "name") ?? throw ApiErrors.Invalid(
            "", "Binding", name, [new StatusCause("FieldValueRequired", "Required value", "target.name")]);
        server.As(scope.User.Name, query.FieldManager).Bind(scope.Namespace!, name, node);
        await ApiResponse.WriteStatusAsync(scope.Context, new ApiStatus { Code = StatusCodes.Status201Created });
    }

    private Task HandleObjectAsync(RequestScope scope, string verb) => verb switch
    {
        "get" => scope.WriteAsync(scope.Get(server.Store)),
        "update" => writes.UpdateAsync(scope),
        "patch" => writes.PatchAsync(scope),
        _ => throw ApiErrors.MethodNotAllowed(),
    };
}
