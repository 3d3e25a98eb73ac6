using System.Text.Json;

namespace SreGym.Simulation.Tables;

/// <summary>Writes the cells of one object.</summary>
internal delegate void CellWriter(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now);
