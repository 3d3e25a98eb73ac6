namespace SreGym.Kubectl.Tests;

/// <summary>What the recordings were made with.</summary>
internal static class Manifests
{
    public const string Image = "ghcr.io/sregym/hotel-reservation:latest";

    public static string Geo(int replicas = 2, string image = Image, string name = "geo") => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {{name}}
          labels: {app: {{name}}}
        spec:
          replicas: {{replicas}}
          selector:
            matchLabels: {app: {{name}}}
          template:
            metadata:
              labels: {app: {{name}}}
            spec:
              containers:
              - name: hotel-reserv-geo
                image: {{image}}
                imagePullPolicy: Always
                command: ["geo"]
                ports: [{containerPort: 8083}]
        """;
}
