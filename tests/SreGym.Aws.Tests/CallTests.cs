using SreGym.AppHost.Aws.Calls;
using SreGym.Aws.Signing;

namespace SreGym.Aws.Tests;

/// <summary>Signatures and estimates, without any endpoint.</summary>
public sealed class CallTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    // AWS's own test suite for the signature, case post-vanilla.
    [Fact]
    public void Signature_OfAwsOwnTestCase_IsTheirs()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://example.amazonaws.com/");
        var access = new AwsAccess("us-east-1", "AKIDEXAMPLE", Secret, null, null);

        new AwsSignature(access.Region, "service", access.Keys, new DateTimeOffset(2015, 8, 30, 12, 36, 0, TimeSpan.Zero)).Sign(request, []);

        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, "
            + "Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
            Assert.Single(request.Headers.NonValidated["Authorization"]));
    }

    [Fact]
    public void Access_AsText_HidesItsKeys()
    {
        var text = new AwsAccess("eu-central-1", "AKIDEXAMPLE", Secret, "session", null).ToString();

        Assert.Equal("AWS access in eu-central-1", text);
    }

    [Theory]
    [InlineData("t3.large", 1, 60, "2 × t3.large: about $0.18 per hour")]
    [InlineData("x9.huge", 0, 60, "no price is known here")]
    public void Cost_IsNamedBeforeAnythingIsMade(string type, int agents, int minutes, string expected) =>
        Assert.Contains(expected, HourlyCost.Describe(type, agents, minutes), StringComparison.Ordinal);

    [Theory]
    [InlineData("FAILED", "The submitted information didn't contain changes. Submit different information to create a change set.", false)]
    [InlineData("FAILED", "No updates are to be performed.", false)]
    [InlineData("FAILED", "Parameter validation failed: parameter value al2023 for parameter name ImageId does not exist.", true)]
    [InlineData("CREATE_IN_PROGRESS", "", false)]
    public void ChangeSet_IsRefused_UnlessThereIsJustNothingToChange(string status, string reason, bool expected) =>
        Assert.Equal(expected, new ChangeSet("arn", status, reason).IsRefused);

    [Theory]
    [InlineData("Throttling", true)]
    [InlineData("ThrottlingException", true)]
    [InlineData("RequestLimitExceeded", true)]
    [InlineData("HTTP 503", true)]
    [InlineData("AccessDenied", false)]
    [InlineData("ValidationError", false)]
    [InlineData("HTTP 403", false)]
    public void Refusal_OfWhatIsBusy_MayPass(string code, bool expected) => Assert.Equal(expected, new AwsException(code, "").MayPass);
}
