using System.Buffers.Binary;

namespace SreGym.Oci.Catalogue;

/// <summary>
/// Wraps bytes as gzip (RFC 1952) in stored blocks. Compressors differ between platforms and versions; stored blocks do not,
/// so that the digests of the catalogue are the same everywhere.
/// </summary>
internal static class StoredGzip
{
    private const int MaximumBlock = ushort.MaxValue;
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] s_table = MakeTable();

    public static byte[] Wrap(ReadOnlySpan<byte> content)
    {
        using var output = new MemoryStream(content.Length + (content.Length / MaximumBlock * 5) + 32);
        output.Write([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
        var rest = content;
        do
        {
            var block = rest[..Math.Min(rest.Length, MaximumBlock)];
            rest = rest[block.Length..];
            WriteBlock(output, block, isLast: rest.Length == 0);
        }
        while (rest.Length > 0);

        Span<byte> trailer = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, Crc32(content));
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], (uint)content.Length);
        output.Write(trailer);
        return output.ToArray();
    }

    private static void WriteBlock(MemoryStream output, ReadOnlySpan<byte> block, bool isLast)
    {
        Span<byte> header = stackalloc byte[5];
        header[0] = isLast ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt16LittleEndian(header[1..], (ushort)block.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(header[3..], (ushort)~block.Length);
        output.Write(header);
        output.Write(block);
    }

    private static uint Crc32(ReadOnlySpan<byte> content)
    {
        var crc = uint.MaxValue;
        foreach (var value in content)
        {
            crc = s_table[(crc ^ value) & 0xff] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint index = 0; index < table.Length; index++)
        {
            var entry = index;
            for (var bit = 0; bit < 8; bit++)
            {
                entry = (entry & 1) == 1 ? Polynomial ^ (entry >> 1) : entry >> 1;
            }

            table[index] = entry;
        }

        return table;
    }
}
