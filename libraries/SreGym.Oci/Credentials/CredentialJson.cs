using System.Text.Json;
using System.Text.Json.Serialization;

namespace SreGym.Oci.Credentials;

/// <summary>Source-generated JSON of Docker's configuration and its helpers.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(DockerConfigFile))]
[JsonSerializable(typeof(HelperAnswer))]
internal sealed partial class CredentialJson : JsonSerializerContext;
