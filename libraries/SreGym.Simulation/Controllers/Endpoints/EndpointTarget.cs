using System.Globalization;
using System.Text.Json.Nodes;
using SreGym.Simulation.Controllers.ReplicaSets;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;

namespace SreGym.Simulation.Controllers.Endpoints;

/// <summary>A pod behind a Service.</summary>
internal sealed class EndpointTarget(PodView pod)
{
    public PodView Pod => pod;

    public string? Address { get; } = pod.Value.FindText("status", "podIP");

    public bool IsReady => pod.IsReady && !pod.IsTerminating;

    public JsonObject Reference() => new()
    {
        ["kind"] = "Pod",
        ["namespace"] = pod.Stored.Namespace,
        ["name"] = pod.Stored.Name,
        ["uid"] = pod.Stored.Uid,
    };

    /// <summary>The port this pod serves a Service's port on; null when it has no port of that name.</summary>
    public int? FindPort(JsonObject servicePort)
    {
        var target = servicePort["targetPort"] ?? servicePort["port"];
        if (target is null)
        {
            return null;
        }

        if (int.TryParse(target.ToString(), CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        var named = pod.Value.Objects("spec", "containers")
            .SelectMany(container => container.Objects("ports"))
            .FirstOrDefault(port => port.FindText("name") == target.ToString());
        return named is null ? null : named.Count("containerPort");
    }
}
