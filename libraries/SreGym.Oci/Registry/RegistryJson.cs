using System.Text.Json;
using System.Text.Json.Serialization;
using SreGym.Oci.Content;

namespace SreGym.Oci.Registry;

/// <summary>Source-generated JSON of the registry's answers.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(TagList))]
[JsonSerializable(typeof(RepositoryList))]
[JsonSerializable(typeof(ImageIndex))]
[JsonSerializable(typeof(Descriptor))]
internal sealed partial class RegistryJson : JsonSerializerContext;
