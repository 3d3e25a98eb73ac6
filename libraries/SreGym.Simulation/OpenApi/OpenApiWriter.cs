using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.OpenApi;

/// <summary>Writes one document: the paths of the resources and the schemas they reach.</summary>
internal sealed class OpenApiWriter(OpenApiForm form)
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _buffer = new(256 * 1024);

    public ReadOnlySpan<byte> Write(IReadOnlyList<ResourceType> resources)
    {
        using (var json = new Utf8JsonWriter(_buffer, s_options))
        {
            json.WriteStartObject();
            json.WriteString(form == OpenApiForm.V3 ? "openapi" : "swagger", form == OpenApiForm.V3 ? "3.0.0" : "2.0");
            json.WriteStartObject("info");
            json.WriteString("title", "Kubernetes");
            json.WriteString("version", "v1.36.2");
            json.WriteEndObject();

            json.WriteStartObject("paths");
            var paths = new OpenApiPathWriter(json, form);
            foreach (var type in resources)
            {
                paths.Write(type);
            }

            json.WriteEndObject();
            WriteSchemas(json, resources);
            json.WriteEndObject();
        }

        return _buffer.WrittenSpan;
    }

    private void WriteSchemas(Utf8JsonWriter json, IReadOnlyList<ResourceType> resources)
    {
        if (form == OpenApiForm.V3)
        {
            json.WriteStartObject("components");
            json.WriteStartObject("schemas");
        }
        else
        {
            json.WriteStartObject("definitions");
        }

        var schemas = new OpenApiSchemaWriter(json, form);
        schemas.Write(resources);
        json.WriteEndObject();
        if (form == OpenApiForm.V3)
        {
            json.WriteEndObject();
        }
    }
}
