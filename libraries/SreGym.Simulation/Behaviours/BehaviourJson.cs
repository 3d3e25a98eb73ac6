using System.Text.Json;
using System.Text.Json.Serialization;

namespace SreGym.Simulation.Behaviours;

/// <summary>Source-generated JSON of the behaviours.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, ReadCommentHandling = JsonCommentHandling.Skip)]
[JsonSerializable(typeof(IReadOnlyList<ContainerBehaviour>))]
internal sealed partial class BehaviourJson : JsonSerializerContext;
