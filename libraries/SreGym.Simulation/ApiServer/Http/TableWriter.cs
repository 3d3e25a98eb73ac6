using System.Buffers;
using System.Globalization;
using System.Text;
using SreGym.Simulation.Storage;
using SreGym.Simulation.Tables;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Objects as rows of a meta.k8s.io/v1 Table, which is what <c>kubectl get</c> prints.</summary>
internal sealed class TableWriter
{
    private readonly ResourceType _type;
    private readonly TimeProvider _time;
    private readonly string _include;
    private readonly ObjectTable _table;

    public TableWriter(RequestScope scope)
    {
        _type = scope.Type;
        _time = scope.Time;
        _include = scope.Context.Request.Query["includeObject"].ToString();
        _table = ObjectTable.For(scope.Stored);
    }

    /// <summary>Everything before the first row.</summary>
    public void WriteHead(IBufferWriter<byte> writer, string metadata, bool withColumns)
    {
        writer.Write(Encoding.UTF8.GetBytes(
            $"{{\"kind\":\"Table\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":{{{metadata}}},\"columnDefinitions\":"));
        writer.Write(withColumns ? _table.ColumnDefinitions : "null"u8);
        writer.Write(",\"rows\":["u8);
    }

    public void WriteRow(IBufferWriter<byte> writer, StoredObject value)
    {
        writer.Write("{\"cells\":"u8);
        _table.WriteCells(writer, value.Json, _time.GetUtcNow());
        writer.Write(",\"object\":"u8);
        switch (_include)
        {
            case "None":
                writer.Write("null"u8);
                break;
            case "Object":
                writer.Write(ObjectForms.Encode(_type, value).Span);
                break;
            default:
                ObjectForms.WriteMetadata(writer, value);
                break;
        }

        writer.Write("}"u8);
    }

    public static void WriteEnd(IBufferWriter<byte> writer) => writer.Write("]}"u8);

    /// <summary>A table of one row.</summary>
    public void WriteOne(IBufferWriter<byte> writer, StoredObject value, bool withColumns = true)
    {
        WriteHead(writer, Version(value.ResourceVersion), withColumns);
        WriteRow(writer, value);
        WriteEnd(writer);
    }

    public static string Version(long resourceVersion) =>
        string.Create(CultureInfo.InvariantCulture, $"\"resourceVersion\":\"{resourceVersion}\"");
}
