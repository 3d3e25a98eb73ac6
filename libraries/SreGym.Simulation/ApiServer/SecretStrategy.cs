using System.Text;
using System.Text.Json.Nodes;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.ApiServer;

/// <summary>Secrets take plain text in <c>stringData</c> and keep it base64-encoded in <c>data</c>.</summary>
internal static class SecretStrategy
{
    public static void MoveStringData(JsonObject secret)
    {
        if (secret["stringData"] is JsonObject plain)
        {
            var data = secret.GetOrAddObject("data");
            foreach (var (key, value) in plain)
            {
                data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value?.GetValue<string>() ?? ""));
            }
        }

        secret.Remove("stringData");
        secret.SetDefault("type", "Opaque");
    }
}
