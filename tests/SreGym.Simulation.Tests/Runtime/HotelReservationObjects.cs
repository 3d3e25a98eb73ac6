using System.Text.Json.Nodes;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Tests.Runtime;

/// <summary>The 19 deployments of hotel-reservation with their services, in the shortest form.</summary>
internal static class HotelReservationObjects
{
    public const string Namespace = "hotel-reservation";
    private const string Application = "ghcr.io/sregym/hotel-reservation:latest";

    public static IReadOnlyList<(string Name, string Image, int Port)> Workloads { get; } =
    [
        ("consul", "hashicorp/consul:latest", 8500),
        ("frontend", Application, 5000),
        ("geo", Application, 8083),
        ("jaeger", "jaegertracing/all-in-one:1.57", 16686),
        ("memcached-profile", "memcached", 11211),
        ("memcached-rate", "memcached", 11211),
        ("memcached-reserve", "memcached", 11211),
        ("mongodb-geo", "mongo:4.4.6", 27017),
        ("mongodb-profile", "mongo:4.4.6", 27017),
        ("mongodb-rate", "mongo:4.4.6", 27017),
        ("mongodb-recommendation", "mongo:4.4.6", 27017),
        ("mongodb-reservation", "mongo:4.4.6", 27017),
        ("mongodb-user", "mongo:4.4.6", 27017),
        ("profile", Application, 8081),
        ("rate", Application, 8084),
        ("recommendation", Application, 8085),
        ("reservation", Application, 8087),
        ("search", Application, 8082),
        ("user", Application, 8086),
    ];

    public static void Create(ClusterApi api)
    {
        api.Create(ResourceTypes.Namespaces, null, new JsonObject { ["metadata"] = new JsonObject { ["name"] = Namespace } });
        foreach (var (name, image, port) in Workloads)
        {
            api.Create(ResourceTypes.Services, Namespace, Service(name, port));
            api.Create(ResourceTypes.Deployments, Namespace, Deployment(name, image, port));
        }
    }

    private static JsonObject Service(string name, int port) => JsonNode.Parse($$"""
        { "metadata": { "name": "{{name}}" }, "spec": { "selector": { "app": "{{name}}" }, "ports": [{ "name": "p", "port": {{port}}, "targetPort": {{port}} }] } }
        """)!.AsObject();

    private static JsonObject Deployment(string name, string image, int port)
    {
        var command = image == Application ? $", \"command\": [\"{name}\"]" : "";
        return JsonNode.Parse($$"""
            {
              "metadata": { "name": "{{name}}" },
              "spec": {
                "replicas": 1,
                "selector": { "matchLabels": { "app": "{{name}}" } },
                "template": {
                  "metadata": { "labels": { "app": "{{name}}" } },
                  "spec": { "containers": [{
                    "name": "c", "image": "{{image}}", "imagePullPolicy": "IfNotPresent"{{command}},
                    "ports": [{ "containerPort": {{port}} }],
                    "resources": { "requests": { "cpu": "100m" }, "limits": { "cpu": "1000m" } } }] }
                }
              }
            }
            """)!.AsObject();
    }
}
