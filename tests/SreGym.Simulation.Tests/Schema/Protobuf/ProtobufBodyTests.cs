using System.Text.Json.Nodes;
using SreGym.Simulation.Schema.Protobuf;

namespace SreGym.Simulation.Tests.Schema.Protobuf;

public sealed class ProtobufBodyTests
{
    // What kubectl 1.36 sends for: create secret generic empty; zero values of Go are on the wire.
    private static readonly byte[] s_emptySecret = Convert.FromBase64String(
        "azhzAAoMCgJ2MRIGU2VjcmV0EhsKEQoBYRIAGgAiACoAMgA4AEIAGgZPcGFxdWU=");

    private static readonly string s_golden = Path.Combine(AppContext.BaseDirectory, "Schema", "Protobuf", "golden");

    public static TheoryData<string> Kinds() =>
        [.. Directory.GetFiles(s_golden, "*.pb").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Decode_ObjectWithEveryFieldSet_EqualsJsonOfGoClient(string kind)
    {
        var body = File.ReadAllBytes(Path.Combine(s_golden, kind + ".pb"));
        var expected = JsonNode.Parse(File.ReadAllText(Path.Combine(s_golden, kind + ".json")))!;

        var decoded = ProtobufBody.Decode(body);

        Assert.True(JsonNode.DeepEquals(expected, decoded), JsonDifference.First(expected, decoded));
    }

    [Fact]
    public void Decode_ZeroValues_AreLeftOutAsGoDoes()
    {
        var decoded = ProtobufBody.Decode(s_emptySecret);

        Assert.Equal("""{"kind":"Secret","apiVersion":"v1","metadata":{"name":"a"},"type":"Opaque"}""", decoded.ToJsonString());
    }

    [Fact]
    public void Decode_TruncatedAnywhere_SaysSoOrDecodesLess()
    {
        for (var length = 0; length < s_emptySecret.Length; length++)
        {
            try
            {
                ProtobufBody.Decode(s_emptySecret.AsSpan(0, length));
            }
            catch (FormatException e)
            {
                Assert.NotEmpty(e.Message);
            }
        }
    }

    [Fact]
    public void Decode_UnknownKind_NamesKindAndVersion()
    {
        byte[] body = [.. "k8s\0"u8, 0x0A, 0x0A, 0x0A, 2, .. "v9"u8, 0x12, 4, .. "Nope"u8];

        var error = Assert.Throws<FormatException>(() => ProtobufBody.Decode(body));

        Assert.Equal("no kind \"Nope\" is registered for version \"v9\"", error.Message);
    }
}
