using System.Text.Json.Nodes;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.Validation;

/// <summary>Rules of services.</summary>
internal static class ServiceRules
{
    private static readonly string[] s_types = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
    private static readonly string[] s_protocols = ["SCTP", "TCP", "UDP"];

    public static void Check(JsonObject service, FieldErrors errors)
    {
        var spec = service.FindObject("spec") ?? [];
        var type = spec.FindText("type") ?? "";
        if (!s_types.Contains(type))
        {
            errors.NotSupported("spec.type", type, s_types);
        }

        if (type == "ExternalName" && string.IsNullOrEmpty(spec.FindText("externalName")))
        {
            errors.Required("spec.externalName");
        }

        var ports = spec.FindArray("ports");
        if (ports is null or { Count: 0 } && type != "ExternalName" && spec.FindText("clusterIP") != "None")
        {
            errors.Required("spec.ports");
        }

        CheckPorts(ports ?? [], errors);
        MetadataRules.CheckLabels("spec.selector", spec.FindObject("selector"), errors);
    }

    private static void CheckPorts(JsonArray ports, FieldErrors errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var numbers = new HashSet<(string?, long?)>();
        for (var i = 0; i < ports.Count; i++)
        {
            var at = PodRules.At("spec.ports", i);
            var name = ports[i].FindText("name") ?? "";
            if (name.Length == 0 && ports.Count > 1)
            {
                errors.Required($"{at}.name");
            }
            else if (name.Length > 0)
            {
                NameRules.Label($"{at}.name", name, errors);
                if (!names.Add(name))
                {
                    errors.Duplicate($"{at}.name", name);
                }
            }

            if (ports[i].FindNumber("port") is not (>= 1 and <= 65535))
            {
                errors.Invalid($"{at}.port", ports[i]?["port"]?.DeepClone() ?? 0, "must be between 1 and 65535, inclusive");
            }

            if (ports[i].FindNumber("targetPort") is { } target and not (>= 1 and <= 65535))
            {
                errors.Invalid($"{at}.targetPort", target, "must be between 1 and 65535, inclusive");
            }

            var protocol = ports[i].FindText("protocol");
            if (protocol is not null && !s_protocols.Contains(protocol))
            {
                errors.NotSupported($"{at}.protocol", protocol, s_protocols);
            }

            if (!numbers.Add((protocol, ports[i].FindNumber("port"))))
            {
                errors.Duplicate(at, new JsonObject { ["port"] = ports[i]?["port"]?.DeepClone(), ["protocol"] = protocol });
            }
        }
    }
}
