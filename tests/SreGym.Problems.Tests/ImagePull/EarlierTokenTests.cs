using System.Text;
using System.Text.Json.Nodes;
using SreGym.Problems.ImagePull.ExpiredRegistryToken;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Tests.ImagePull;

public sealed class EarlierTokenTests
{
    // bcrypt looks at no more of a password.
    private const int DecidingLetters = 72;

    private static readonly DateTimeOffset s_expired = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000);

    private static readonly string s_present = Encode(new JsonObject
    {
        ["payload"] = new string('p', 240),
        ["datakey"] = "k",
        ["version"] = "2",
        ["type"] = "DATA_KEY",
        ["expiration"] = 1_790_043_200,
    });

    [Fact]
    public void Of_TheToken_IsOverAndOfTheSameMake()
    {
        var token = EarlierToken.Of(s_present, 7, s_expired);

        var (before, after) = (Decode(s_present), Decode(token));
        Assert.Equal(s_expired.ToUnixTimeSeconds(), (long)after["expiration"]!);
        Assert.Equal(before.Select(field => field.Key), after.Select(field => field.Key));
        Assert.Equal(s_present.Length, token.Length);
        Assert.NotEqual(s_present[..DecidingLetters], token[..DecidingLetters]);
    }

    [Fact]
    public void Of_TheSameSeed_IsTheSame()
    {
        Assert.Equal(EarlierToken.Of(s_present, 7, s_expired), EarlierToken.Of(s_present, 7, s_expired));
        Assert.NotEqual(EarlierToken.Of(s_present, 7, s_expired), EarlierToken.Of(s_present, 8, s_expired));
    }

    [Theory]
    [InlineData("s3cr3t-p4ssw0rd")]
    [InlineData("W10=")]
    public void Of_APassword_IsRefusedAndNotRepeated(string password)
    {
        var error = Assert.Throws<SubjectStateException>(() => EarlierToken.Of(password, 7, s_expired));

        Assert.Contains("provision the registry with a user that logs in by token", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(password, error.ToString(), StringComparison.Ordinal);
    }

    private static string Encode(JsonObject content) => Convert.ToBase64String(Encoding.UTF8.GetBytes(content.ToJsonString()));

    private static JsonObject Decode(string token) => JsonNode.Parse(Convert.FromBase64String(token))!.AsObject();
}
