using System.Security.Cryptography;

namespace SreGym.Standalone;

/// <summary>The services' settings that follow from being in one process. What is configured otherwise wins.</summary>
internal static class StandaloneSettings
{
    public const string HarnessToken = "Harness:Token";

    private static readonly string[] s_services = ["cluster", "registry-mirror", "injector", "oracle", "gateway"];

    public static Dictionary<string, string?> Create(StandaloneOptions options, InnerPorts inner) => new(
        s_services.Select(service => KeyValuePair.Create($"services:{service}:grpc:0", (string?)$"http://127.0.0.1:{inner.Grpc}")))
    {
        ["GRPC_PORT"] = $"{inner.Grpc}",
        ["REGISTRY_PORT"] = $"{inner.Registry}",
        ["PARTICIPANT_PORT"] = $"{options.ParticipantPort}",
        ["Cluster:KubernetesPort"] = $"{inner.Clusters}",
        ["Cluster:PublicAddress"] = $"https://127.0.0.1:{inner.Clusters}",
        ["Cluster:RegistryAddress"] = $"http://127.0.0.1:{inner.Registry}",
        ["RegistryMirror:RegistryAddress"] = $"http://127.0.0.1:{inner.Registry}",
        ["Gateway:KubernetesPort"] = $"{options.KubernetesPort}",
        ["Gateway:PublicAddress"] = $"https://127.0.0.1:{options.KubernetesPort}",
        ["Conductor:ParticipantAddress"] = $"http://127.0.0.1:{options.ParticipantPort}",
        [HarnessToken] = RandomNumberGenerator.GetHexString(64, lowercase: true),
    };

    public static string[] Listeners(StandaloneOptions options, InnerPorts inner)
    {
        var host = options.ListenAddress.Contains(':', StringComparison.Ordinal) ? $"[{options.ListenAddress}]" : options.ListenAddress;
        return
        [
            $"http://{host}:{options.HarnessPort}",
            $"http://{host}:{options.ParticipantPort}",
            $"https://{host}:{options.KubernetesPort}",
            $"http://127.0.0.1:{inner.Grpc}",
            $"http://127.0.0.1:{inner.Registry}",
            $"https://127.0.0.1:{inner.Clusters}",
        ];
    }
}
