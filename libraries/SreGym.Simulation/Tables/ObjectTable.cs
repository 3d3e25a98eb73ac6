using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Tables;

/// <summary>
/// The columns and cells of a resource as the API server prints them for <c>kubectl get</c>
/// (pkg/printers/internalversion/printers.go of Kubernetes).
/// </summary>
public sealed class ObjectTable
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly CellWriter _writeCells;
    private readonly byte[] _columns;

    internal ObjectTable(IReadOnlyList<TableColumn> columns, CellWriter writeCells)
    {
        Columns = columns;
        _writeCells = writeCells;
        _columns = EncodeColumns(columns);
    }

    /// <summary>The columns in order.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>The JSON array <c>columnDefinitions</c>, ready to be written.</summary>
    public ReadOnlySpan<byte> ColumnDefinitions => _columns;

    /// <summary>The table of a resource; resources without one of their own show name and age.</summary>
    public static ObjectTable For(ResourceType type) => ObjectTables.Find(type);

    /// <summary>Writes the JSON array <c>cells</c> of one row.</summary>
    /// <param name="target">Receives UTF-8 JSON.</param>
    /// <param name="json">The object.</param>
    /// <param name="now">What ages are counted from.</param>
    public void WriteCells(IBufferWriter<byte> target, ReadOnlyMemory<byte> json, DateTimeOffset now)
    {
        using var document = JsonDocument.Parse(json);
        using var writer = new Utf8JsonWriter(target, s_options);
        writer.WriteStartArray();
        _writeCells(writer, document.RootElement, now);
        writer.WriteEndArray();
    }

    private static byte[] EncodeColumns(IReadOnlyList<TableColumn> columns)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            writer.WriteStartArray();
            foreach (var column in columns)
            {
                writer.WriteStartObject();
                writer.WriteString("name", column.Name);
                writer.WriteString("type", column.Type);
                writer.WriteString("format", column.Format);
                writer.WriteString("description", "");
                writer.WriteNumber("priority", column.IsWide ? 1 : 0);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
