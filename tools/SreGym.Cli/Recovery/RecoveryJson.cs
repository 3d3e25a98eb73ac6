using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SreGym.Cli.Recovery;

/// <summary>Source-generated JSON of the lines for scripts.</summary>
[JsonSerializable(typeof(RecoveryLine))]
internal sealed partial class RecoveryJson : JsonSerializerContext
{
    /// <summary>Commands stay readable: they go to a terminal or a log, never into a page.</summary>
    public static RecoveryJson Readable { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
