using System.Text.Json.Nodes;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.Defaulting;

/// <summary>Defaults of containers.</summary>
internal static class ContainerDefaults
{
    private static readonly string[] s_probes = ["livenessProbe", "readinessProbe", "startupProbe"];
    private static readonly string[] s_hooks = ["postStart", "preStop"];

    public static void Apply(JsonObject container, bool usesHostNetwork)
    {
        foreach (var port in container.FindArray("ports")?.OfType<JsonObject>() ?? [])
        {
            port.SetDefault("protocol", "TCP");
            if (usesHostNetwork)
            {
                port.SetDefault("hostPort", port["containerPort"]?.DeepClone());
            }
        }

        foreach (var variable in container.FindArray("env")?.OfType<JsonObject>() ?? [])
        {
            variable.FindObject("valueFrom", "fieldRef")?.SetDefault("apiVersion", "v1");
        }

        foreach (var probe in s_probes.Select(name => container.FindObject(name)).OfType<JsonObject>())
        {
            ApplyToProbe(probe);
        }

        foreach (var hook in s_hooks.Select(name => container.FindObject("lifecycle", name)).OfType<JsonObject>())
        {
            ApplyToHttpGet(hook);
        }

        container.SetDefault("resources", new JsonObject());
        container.SetDefault("terminationMessagePath", "/dev/termination-log");
        container.SetDefault("terminationMessagePolicy", "File");
        container.SetDefault("imagePullPolicy", IsLatest(container.FindText("image") ?? "") ? "Always" : "IfNotPresent");
    }

    private static void ApplyToProbe(JsonObject probe)
    {
        ApplyToHttpGet(probe);
        probe.FindObject("grpc")?.SetDefault("service", "");
        probe.SetDefault("timeoutSeconds", 1);
        probe.SetDefault("periodSeconds", 10);
        probe.SetDefault("successThreshold", 1);
        probe.SetDefault("failureThreshold", 3);
    }

    private static void ApplyToHttpGet(JsonObject handler)
    {
        if (handler.FindObject("httpGet") is { } get)
        {
            get.SetDefault("path", "/");
            get.SetDefault("scheme", "HTTP");
        }
    }

    // Without a tag or digest an image means "latest".
    private static bool IsLatest(string image)
    {
        if (image.Contains('@', StringComparison.Ordinal))
        {
            return false;
        }

        var name = image[(image.LastIndexOf('/') + 1)..];
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 || name[(colon + 1)..] == "latest";
    }
}
