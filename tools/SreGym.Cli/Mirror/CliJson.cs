using System.Text.Json;
using System.Text.Json.Serialization;

namespace SreGym.Cli.Mirror;

/// <summary>Source-generated JSON of the lines for scripts.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JsonStep))]
internal sealed partial class CliJson : JsonSerializerContext;
