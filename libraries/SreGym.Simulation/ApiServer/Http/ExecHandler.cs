using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using SreGym.Simulation.Runtime;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Runs commands in containers over WebSocket (channel.k8s.io, KEP-4006): output, error stream and exit code; no input.</summary>
internal sealed class ExecHandler(ClusterApi server, INodeRuntime? nodes)
{
    private const byte Output = 1;
    private const byte Error = 2;
    private const byte Status = 3;

    private static readonly string[] s_protocols = ["v5.channel.k8s.io", "v4.channel.k8s.io"];

    public async Task HandleAsync(RequestScope scope)
    {
        var context = scope.Context;
        var query = context.Request.Query;
        var target = PodContainers.Choose(scope.Get(server.Store), query["container"].ToString());
        var command = query["command"].OfType<string>().ToList();
        if (command.Count == 0)
        {
            throw ApiErrors.BadRequest("you must specify at least 1 container command");
        }

        var runtime = nodes ?? throw ApiErrors.InternalError("this cluster has no nodes that answer");
        var result = await runtime.ExecAsync(target, command, context.RequestAborted);
        if (!context.WebSockets.IsWebSocketRequest)
        {
            // After the command: kubectl falls back to SPDY when a command cannot run, and must then be told why.
            throw ApiErrors.BadRequest("Upgrade request required: this server speaks WebSocket (v5.channel.k8s.io), not SPDY");
        }

        var protocol = s_protocols.FirstOrDefault(context.WebSockets.WebSocketRequestedProtocols.Contains)
            ?? throw ApiErrors.BadRequest("none of the requested WebSocket protocols is known");
        using var socket = await context.WebSockets.AcceptWebSocketAsync(protocol);
        await SendAsync(socket, Output, result.Output, context.RequestAborted);
        await SendAsync(socket, Error, result.Error, context.RequestAborted);
        await SendAsync(socket, Status, Describe(result.ExitCode).ToJsonString(), context.RequestAborted);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", context.RequestAborted);
    }

    private static async Task SendAsync(WebSocket socket, byte channel, string text, CancellationToken cancellationToken)
    {
        if (text.Length > 0)
        {
            await socket.SendAsync(new[] { channel }.Concat(Encoding.UTF8.GetBytes(text)).ToArray(),
                WebSocketMessageType.Binary, true, cancellationToken);
        }
    }

    private static JsonObject Describe(int exitCode) => exitCode == 0
        ? new JsonObject { ["metadata"] = new JsonObject(), ["status"] = "Success" }
        : new JsonObject
        {
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = $"command terminated with non-zero exit code: exit status {exitCode}",
            ["reason"] = "NonZeroExitCode",
            ["details"] = new JsonObject
            {
                ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ExitCode", ["message"] = $"{exitCode}" }),
            },
        };
}
