using System.Text.Json.Nodes;

namespace SreGym.Simulation.Schema;

/// <summary>
/// Gives an object the shape it has after the API server decoded it into its Go type: unknown fields are dropped (and
/// reported, for strict field validation), empty values that Go omits are dropped, structs that Go always writes are there.
/// </summary>
public static class SchemaShape
{
    /// <summary>Changes the object in place.</summary>
    /// <param name="value">An object of that message.</param>
    /// <param name="message">The message of its kind.</param>
    /// <param name="unknown">Receives <c>unknown field "spec.replicass"</c> for each; null when nobody asks.</param>
    /// <exception cref="DecodingException">A value is not of its field's type.</exception>
    public static void Conform(JsonObject value, SchemaMessage message, List<string>? unknown = null) =>
        new ShapeVisitor(unknown).Visit(value, message);
}
