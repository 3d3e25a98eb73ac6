using System.Globalization;
using System.Text.Json.Nodes;
using SreGym.Simulation.Behaviours;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;

namespace SreGym.Simulation.Kubelet.Pods;

/// <summary>When a container counts as ready (kubernetes: pkg/kubelet/prober).</summary>
internal static class ReadinessProbe
{
    private const int DefaultPeriodSeconds = 10;

    /// <summary>From the start of the container; zero without a probe; null when the probe asks a port nothing listens on.</summary>
    public static TimeSpan? TimeToReady(JsonObject container, ContainerBehaviour behaviour, double factor)
    {
        if (container.FindObject("readinessProbe") is not { } probe)
        {
            return TimeSpan.Zero;
        }

        if (FindPort(container, probe) is { } port && !behaviour.Listens(container, port))
        {
            return null;
        }

        var listening = behaviour.ReadyAfterSeconds * factor;
        double period = probe.FindNumber("periodSeconds") ?? DefaultPeriodSeconds;
        double first = probe.FindNumber("initialDelaySeconds") ?? 0;
        var missed = Math.Max(0, Math.Ceiling((listening - first) / period));
        var successes = Math.Max(1, probe.FindNumber("successThreshold") ?? 1) - 1;
        return TimeSpan.FromSeconds((first + ((missed + successes) * period)) * (factor == 0 ? 0 : 1));
    }

    private static int? FindPort(JsonObject container, JsonObject probe)
    {
        var port = probe.Find("httpGet", "port") ?? probe.Find("tcpSocket", "port") ?? probe.Find("grpc", "port");
        if (port is null)
        {
            return null;
        }

        var named = container.Objects("ports").FirstOrDefault(declared => declared.FindText("name") == port.ToString());
        return named is not null
            ? named.Count("containerPort")
            : int.TryParse(port.ToString(), CultureInfo.InvariantCulture, out var number) ? number : -1;
    }
}
