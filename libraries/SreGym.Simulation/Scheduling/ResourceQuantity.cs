using System.Text.Json.Nodes;
using SreGym.Simulation.Schema;

namespace SreGym.Simulation.Scheduling;

/// <summary>Amounts of resources in objects.</summary>
internal static class ResourceQuantity
{
    /// <summary>The amount in whole units; 0 for what is missing or no quantity.</summary>
    public static decimal Parse(JsonNode? value) => Quantity.TryParse(value?.ToString() ?? "", out var quantity) ? quantity.Amount : 0;
}
