using System.Text.Json.Nodes;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.Defaulting;

/// <summary>Defaults of services and what belongs to them. Addresses and node ports are given by admission.</summary>
internal static class NetworkDefaults
{
    private const int StickySeconds = 10800;

    private static readonly string[] s_directions = ["ingress", "egress"];

    public static void ApplyToService(JsonObject value)
    {
        var spec = value.GetOrAddObject("spec");
        spec.SetDefault("sessionAffinity", "None");
        spec.SetDefault("type", "ClusterIP");
        if (spec.FindText("sessionAffinity") == "ClientIP")
        {
            spec.GetOrAddObject("sessionAffinityConfig").GetOrAddObject("clientIP").SetDefault("timeoutSeconds", StickySeconds);
        }

        foreach (var port in spec.FindArray("ports")?.OfType<JsonObject>() ?? [])
        {
            port.SetDefault("protocol", "TCP");
            if (port["targetPort"] is null || port.FindNumber("targetPort") == 0 || port.FindText("targetPort") == "")
            {
                port["targetPort"] = port["port"]?.DeepClone();
            }
        }

        var type = spec.FindText("type");
        if (type is "NodePort" or "LoadBalancer")
        {
            spec.SetDefault("externalTrafficPolicy", "Cluster");
        }

        if (type is "LoadBalancer")
        {
            spec.SetDefault("allocateLoadBalancerNodePorts", true);
        }

        if (type is not "ExternalName")
        {
            spec.SetDefault("internalTrafficPolicy", "Cluster");
        }
    }

    public static void ApplyToEndpoints(JsonObject value)
    {
        foreach (var subset in value.FindArray("subsets")?.OfType<JsonObject>() ?? [])
        {
            ApplyToPorts(subset);
        }
    }

    public static void ApplyToEndpointSlice(JsonObject value)
    {
        ApplyToPorts(value);
        foreach (var port in value.FindArray("ports")?.OfType<JsonObject>() ?? [])
        {
            port.SetDefault("name", "");
        }
    }

    public static void ApplyToNetworkPolicy(JsonObject value)
    {
        var spec = value.GetOrAddObject("spec");
        if (spec.FindArray("policyTypes") is null or { Count: 0 })
        {
            spec["policyTypes"] = spec.FindArray("egress") is { Count: > 0 }
                ? new JsonArray("Ingress", "Egress") : new JsonArray("Ingress");
        }

        foreach (var rule in s_directions.SelectMany(key => spec.FindArray(key)?.OfType<JsonObject>() ?? []))
        {
            ApplyToPorts(rule);
        }
    }

    private static void ApplyToPorts(JsonObject holder)
    {
        foreach (var port in holder.FindArray("ports")?.OfType<JsonObject>() ?? [])
        {
            port.SetDefault("protocol", "TCP");
        }
    }
}
