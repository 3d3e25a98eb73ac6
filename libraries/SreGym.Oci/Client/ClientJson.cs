using System.Text.Json;
using System.Text.Json.Serialization;

namespace SreGym.Oci.Client;

/// <summary>Source-generated JSON of what the client reads.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(TagsAnswer))]
internal sealed partial class ClientJson : JsonSerializerContext;
