using System.Globalization;
using System.Text.Json;

namespace SreGym.Simulation.Tables;

/// <summary>The columns of services and what belongs to them.</summary>
internal static class NetworkCells
{
    private const int Shown = 3;

    public static void WriteService(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        cells.WriteStringValue(value.Name());
        cells.WriteStringValue(value.Text("spec", "type"));
        cells.WriteStringValue(value.TextOrNone("spec", "clusterIP"));
        cells.WriteStringValue(ExternalAddress(value));
        var ports = string.Join(',', value.Items("spec", "ports").Select(Port));
        cells.WriteStringValue(ports.Length == 0 ? JsonCells.None : ports);
        cells.WriteStringValue(value.Age(now));
        cells.WriteStringValue(value.Labels("spec", "selector"));
    }

    public static void WriteEndpoints(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        var addresses = value.Items("subsets").SelectMany(Addresses).ToList();
        cells.WriteStringValue(value.Name());
        cells.WriteStringValue(addresses.Count == 0 ? JsonCells.None : Shorten(addresses, " + "));
        cells.WriteStringValue(value.Age(now));
    }

    public static void WriteEndpointSlice(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        var ports = value.Items("ports").Select(port => port.Text("port") is { Length: > 0 } number ? number : "*").ToList();
        var addresses = value.Items("endpoints").SelectMany(endpoint => endpoint.Items("addresses"))
            .Select(item => item.GetString()!).ToList();
        cells.WriteStringValue(value.Name());
        cells.WriteStringValue(value.Text("addressType"));
        cells.WriteStringValue(ports.Count == 0 ? "<unset>" : Shorten(ports, " + "));
        cells.WriteStringValue(addresses.Count == 0 ? "<unset>" : Shorten(addresses, " + "));
        cells.WriteStringValue(value.Age(now));
    }

    public static void WriteIngress(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        var hosts = value.Items("spec", "rules").Select(rule => rule.Text("host")).Where(host => host.Length > 0).ToList();
        var addresses = value.Items("status", "loadBalancer", "ingress").Select(item => item.Text("ip") + item.Text("hostname"));
        cells.WriteStringValue(value.Name());
        cells.WriteStringValue(value.TextOrNone("spec", "ingressClassName"));
        cells.WriteStringValue(hosts.Count == 0 ? "*" : Shorten(hosts, " + "));
        cells.WriteStringValue(string.Join(',', addresses));
        cells.WriteStringValue(value.Items("spec", "tls").Any() ? "80, 443" : "80");
        cells.WriteStringValue(value.Age(now));
    }

    public static void WriteIngressClass(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        var kind = value.Text("spec", "parameters", "kind");
        var group = value.Text("spec", "parameters", "apiGroup");
        cells.WriteStringValue(value.Name());
        cells.WriteStringValue(value.Text("spec", "controller"));
        cells.WriteStringValue(kind.Length == 0 ? JsonCells.None
            : $"{kind}{(group.Length > 0 ? "." + group : "")}/{value.Text("spec", "parameters", "name")}");
        cells.WriteStringValue(value.Age(now));
    }

    public static void WriteNetworkPolicy(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        cells.WriteStringValue(value.Name());
        cells.WriteStringValue(value.Selector("spec", "podSelector"));
        cells.WriteStringValue(value.Age(now));
    }

    private static string ExternalAddress(JsonElement service)
    {
        var external = string.Join(',', service.Items("spec", "externalIPs").Select(item => item.GetString()));
        switch (service.Text("spec", "type"))
        {
            case "ExternalName":
                return service.TextOrNone("spec", "externalName");
            case "LoadBalancer":
                var balancer = string.Join(',',
                    service.Items("status", "loadBalancer", "ingress").Select(item => item.Text("ip") + item.Text("hostname")));
                var all = string.Join(',', new[] { balancer, external }.Where(text => text.Length > 0));
                return all.Length == 0 ? "<pending>" : all;
            default:
                return external.Length == 0 ? JsonCells.None : external;
        }
    }

    private static string Port(JsonElement port)
    {
        var (number, node, protocol) = (port.Number("port"), port.Number("nodePort"), port.Text("protocol"));
        return node > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{number}:{node}/{protocol}")
            : string.Create(CultureInfo.InvariantCulture, $"{number}/{protocol}");
    }

    private static IEnumerable<string> Addresses(JsonElement subset)
    {
        var ports = subset.Items("ports").Select(port => port.Text("port")).ToList();
        foreach (var address in subset.Items("addresses").Select(item => item.Text("ip")))
        {
            if (ports.Count == 0)
            {
                yield return address;
            }

            foreach (var port in ports)
            {
                yield return $"{address}:{port}";
            }
        }
    }

    private static string Shorten(List<string> values, string more) =>
        values.Count <= Shown
            ? string.Join(',', values)
            : string.Create(CultureInfo.InvariantCulture, $"{string.Join(',', values.Take(Shown))}{more}{values.Count - Shown} more...");
}
