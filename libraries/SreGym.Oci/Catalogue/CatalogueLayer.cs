using System.Buffers.Binary;
using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using SreGym.Oci.References;

namespace SreGym.Oci.Catalogue;

/// <summary>One layer of catalogue images: a few files whose bytes follow from the layer's name.</summary>
/// <param name="Name">Name; decides the bytes of the programs.</param>
/// <param name="Files">The files.</param>
/// <param name="IsPlatformIndependent">True when all platforms share it.</param>
internal sealed record CatalogueLayer(string Name, IReadOnlyList<CatalogueFile> Files, bool IsPlatformIndependent = false)
{
    private static readonly DateTimeOffset s_modified = new(2024, 5, 14, 8, 0, 0, TimeSpan.Zero);

    /// <summary>The layer as tar and as gzip.</summary>
    public (Digest DiffId, byte[] Gzip) Build(string architecture)
    {
        using var output = new MemoryStream();
        using (var tar = new TarWriter(output, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var file in Files)
            {
                using var content = new MemoryStream(MakeContent(file, architecture));
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, file.Path)
                {
                    DataStream = content,
                    ModificationTime = s_modified,
                    Mode = file.IsProgram ? (UnixFileMode)0b111_101_101 : (UnixFileMode)0b110_100_100,
                });
            }
        }

        var bytes = output.ToArray();
        return (Digest.Compute(bytes), StoredGzip.Wrap(bytes));
    }

    private byte[] MakeContent(CatalogueFile file, string architecture)
    {
        if (file.Text is not null)
        {
            return Encoding.UTF8.GetBytes(file.Text);
        }

        var content = new byte[file.Size];
        var seed = Encoding.UTF8.GetBytes($"{Name}/{file.Path}/{(IsPlatformIndependent ? "any" : architecture)}/0000");
        for (var offset = 0; offset < content.Length; offset += SHA256.HashSizeInBytes)
        {
            BinaryPrimitives.WriteInt32BigEndian(seed.AsSpan(seed.Length - 4), offset);
            var block = SHA256.HashData(seed);
            block.AsSpan(0, Math.Min(block.Length, content.Length - offset)).CopyTo(content.AsSpan(offset));
        }

        return content;
    }
}
