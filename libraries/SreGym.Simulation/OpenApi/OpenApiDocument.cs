using System.IO.Compression;

namespace SreGym.Simulation.OpenApi;

/// <summary>An OpenAPI document, kept compressed: the text is ten times larger and is seldom asked for.</summary>
/// <param name="Compressed">The JSON text under gzip.</param>
/// <param name="Length">Length of the text in bytes.</param>
/// <param name="Hash">What the entity tag says between its quotes, and the <c>hash</c> parameter of the index.</param>
public sealed record OpenApiDocument(ReadOnlyMemory<byte> Compressed, int Length, string Hash)
{
    /// <summary>The text, for clients that do not accept gzip.</summary>
    public byte[] Decompress()
    {
        using var source = new MemoryStream(Compressed.ToArray());
        using var gzip = new GZipStream(source, CompressionMode.Decompress);
        var text = new byte[Length];
        gzip.ReadExactly(text);
        return text;
    }

    internal static OpenApiDocument Create(ReadOnlySpan<byte> json, string hash)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
        {
            gzip.Write(json);
        }

        return new OpenApiDocument(target.ToArray(), json.Length, hash);
    }
}
