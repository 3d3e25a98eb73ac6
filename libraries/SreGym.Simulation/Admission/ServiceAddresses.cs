using System.Globalization;
using System.Text.Json.Nodes;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.Json;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Admission;

/// <summary>Gives services their cluster address (10.96.0.0/12) and node ports (30000–32767), by seed and name.</summary>
internal sealed class ServiceAddresses(ObjectStore store, ClusterSeed seed)
{
    private const int FirstNodePort = 30000;
    private const int NodePortCount = 2768;
    private const int AddressCount = 1 << 16;

    /// <summary>An update that does not mention addresses keeps those there are.</summary>
    public static void Keep(JsonObject old, JsonObject service)
    {
        var spec = service.GetOrAddObject("spec");
        if (spec.FindText("type") == "ExternalName" || old.FindObject("spec") is not { } before)
        {
            return;
        }

        if (string.IsNullOrEmpty(spec.FindText("clusterIP")))
        {
            spec.CopyField(before, "clusterIP");
            spec.CopyField(before, "clusterIPs");
        }

        if (spec.FindText("type") is not ("NodePort" or "LoadBalancer"))
        {
            return;
        }

        foreach (var port in spec.FindArray("ports")?.OfType<JsonObject>().Where(port => port.FindNumber("nodePort") is null or 0) ?? [])
        {
            var number = port.FindNumber("port");
            var same = before.FindArray("ports")?.OfType<JsonObject>().FirstOrDefault(item => item.FindNumber("port") == number);
            if (same.FindNumber("nodePort") is { } nodePort)
            {
                port["nodePort"] = nodePort;
            }
        }
    }

    public void Allocate(JsonObject service)
    {
        var spec = service.GetOrAddObject("spec");
        var type = spec.FindText("type") ?? "ClusterIP";
        if (type == "ExternalName")
        {
            return;
        }

        AllocateAddress(service, spec);
        spec.SetDefault("ipFamilies", new JsonArray("IPv4"));
        spec.SetDefault("ipFamilyPolicy", "SingleStack");
        if (type is "NodePort" or "LoadBalancer")
        {
            AllocateNodePorts(service, spec);
        }
    }

    private void AllocateAddress(JsonObject service, JsonObject spec)
    {
        if (string.IsNullOrEmpty(spec.FindText("clusterIP")))
        {
            var taken = store.List(ResourceTypes.Services).Select(item => item.Parse().FindText("spec", "clusterIP")).ToHashSet();
            var candidate = seed.Number(AddressCount, "cluster-ip", Namespace(service), Name(service));
            var address = Address(candidate);
            while (taken.Contains(address) || (candidate & 0xff) is 0 or 1 or 0xff)
            {
                candidate = (candidate + 1) % AddressCount;
                address = Address(candidate);
            }

            spec["clusterIP"] = address;
        }

        spec.SetDefault("clusterIPs", new JsonArray(spec.FindText("clusterIP")));
    }

    private void AllocateNodePorts(JsonObject service, JsonObject spec)
    {
        var self = service.FindText("metadata", "uid");
        var taken = store.List(ResourceTypes.Services)
            .Where(item => item.Uid != self)
            .SelectMany(item => item.Parse().FindArray("spec", "ports")?.Select(port => port.FindNumber("nodePort")) ?? [])
            .OfType<long>()
            .ToHashSet();
        foreach (var port in spec.FindArray("ports")?.OfType<JsonObject>() ?? [])
        {
            if (port.FindNumber("nodePort") is > 0 and var chosen)
            {
                Demand(service, chosen, taken);
                continue;
            }

            var key = (port.FindNumber("port") ?? 0).ToString(CultureInfo.InvariantCulture);
            var candidate = seed.Number(NodePortCount, "node-port", Namespace(service), Name(service), key);
            while (!taken.Add(FirstNodePort + candidate))
            {
                candidate = (candidate + 1) % NodePortCount;
            }

            port["nodePort"] = FirstNodePort + candidate;
        }
    }

    private static void Demand(JsonObject service, long port, HashSet<long> taken)
    {
        if (port is < FirstNodePort or >= FirstNodePort + NodePortCount)
        {
            throw Refuse(service, port, "provided port is not in the valid range. The range of valid ports is 30000-32767");
        }

        if (!taken.Add(port))
        {
            throw Refuse(service, port, "provided port is already allocated");
        }
    }

    private static ApiStatusException Refuse(JsonObject service, long port, string why) => ApiErrors.Invalid(
        ResourceTypes.Services,
        Name(service),
        [new StatusCause("FieldValueInvalid", string.Create(CultureInfo.InvariantCulture,
            $"Invalid value: {port}: {why}"), "spec.ports[0].nodePort")]);

    private static string Address(int candidate) =>
        string.Create(CultureInfo.InvariantCulture, $"10.{96 + (candidate >> 16)}.{(candidate >> 8) & 0xff}.{candidate & 0xff}");

    private static string Namespace(JsonObject service) => service.FindText("metadata", "namespace") ?? "";

    private static string Name(JsonObject service) => service.FindText("metadata", "name") ?? "";
}
