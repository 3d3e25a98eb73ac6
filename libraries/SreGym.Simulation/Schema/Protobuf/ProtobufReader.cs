using System.Buffers.Binary;

namespace SreGym.Simulation.Schema.Protobuf;

/// <summary>Reads the protobuf wire format (https://protobuf.dev/programming-guides/encoding).</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    public readonly bool AtEnd => _position >= _bytes.Length;

    public int FieldNumber { get; private set; }

    public int WireType { get; private set; }

    public bool ReadTag()
    {
        if (AtEnd)
        {
            return false;
        }

        var tag = ReadVarint();
        (FieldNumber, WireType) = ((int)(tag >> 3), (int)(tag & 7));
        return FieldNumber > 0 ? true : throw Malformed("field number 0");
    }

    public ulong ReadVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (AtEnd)
            {
                throw Malformed("it ends inside a number");
            }

            var next = _bytes[_position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Malformed("a number is longer than 64 bits");
    }

    public ReadOnlySpan<byte> ReadBytes()
    {
        if (WireType != 2)
        {
            throw Malformed($"field {FieldNumber} has wire type {WireType}, 2 is expected");
        }

        var length = ReadVarint();
        return length <= (ulong)(_bytes.Length - _position) ? Take((int)length) : throw Malformed("it ends inside a field");
    }

    public double ReadDouble() =>
        _bytes.Length - _position >= 8 ? BinaryPrimitives.ReadDoubleLittleEndian(Take(8)) : throw Malformed("it ends inside a number");

    public void Skip()
    {
        switch (WireType)
        {
            case 0:
                ReadVarint();
                break;
            case 1 when _bytes.Length - _position >= 8:
                Take(8);
                break;
            case 2:
                ReadBytes();
                break;
            case 5 when _bytes.Length - _position >= 4:
                Take(4);
                break;
            default:
                throw Malformed($"field {FieldNumber} has wire type {WireType}");
        }
    }

    private static FormatException Malformed(string why) => new($"The protobuf message is malformed: {why}.");

    private ReadOnlySpan<byte> Take(int length)
    {
        var taken = _bytes.Slice(_position, length);
        _position += length;
        return taken;
    }
}
