using System.Text.Json;
using System.Text.Json.Serialization;

namespace SreGym.Gateway.Forwarding;

internal static class ApiStatusJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}
