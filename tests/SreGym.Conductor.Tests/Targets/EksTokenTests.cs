using System.Text;
using SreGym.Aws.Signing;
using SreGym.ServiceDefaults.Subjects.Eks;

namespace SreGym.Conductor.Tests.Targets;

public sealed class EksTokenTests
{
    private const string Common =
        "https://sts.eu-central-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Algorithm=AWS4-HMAC-SHA256"
        + "&X-Amz-Credential=AKIDEXAMPLE%2F20260102%2Feu-central-1%2Fsts%2Faws4_request&X-Amz-Date=20260102T030405Z&X-Amz-Expires=60"
        + "&X-Amz-SignedHeaders=host%3Bx-k8s-aws-id";

    // Made by botocore 1.43.11's SigV4QueryAuth for the same keys, cluster and time.
    [Theory]
    [InlineData("", "&X-Amz-Signature=4f92dafcde9e18995e3e64325ef2ab31ebde5c196dd7975ab88f891ff8ee2db6")]
    [InlineData(
        "session/token+==",
        "&X-Amz-Security-Token=session%2Ftoken%2B%3D%3D&X-Amz-Signature=d14bb4a6c2fe3d49dba8fe7bd2972cba2c419a8cd4f251234746cc5a01ea4311")]
    public void Create_KnownKeysAndTime_IsWhatTheAwsCommandLineMakes(string sessionToken, string end)
    {
        var keys = new AwsKeys("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", sessionToken);

        var token = EksToken.Create("shop", "eu-central-1", keys, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

        Assert.StartsWith("k8s-aws-v1.", token, StringComparison.Ordinal);
        Assert.Equal(Sorted(Common + end), Sorted(Decode(token["k8s-aws-v1.".Length..])));
    }

    [Fact]
    public void Create_RegionInChina_SignsForItsOwnPartition()
    {
        var token = EksToken.Create("shop", "cn-north-1", new AwsKeys("a", "b", null), DateTimeOffset.UnixEpoch);

        Assert.StartsWith("https://sts.cn-north-1.amazonaws.com.cn/?", Decode(token["k8s-aws-v1.".Length..]), StringComparison.Ordinal);
    }

    // The signature is over the sorted query; the order in the URL is free.
    private static IEnumerable<string> Sorted(string url) => url.Split('?', '&').Order(StringComparer.Ordinal);

    private static string Decode(string text)
    {
        var padded = text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=');
        return Encoding.UTF8.GetString(Convert.FromBase64String(padded));
    }
}
