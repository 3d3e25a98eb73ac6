using SreGym.Aws.Ecr;

namespace SreGym.Aws.Tests.Ecr;

public sealed class EcrHostTests
{
    [Theory]
    [InlineData("123456789012.dkr.ecr.eu-central-1.amazonaws.com", "eu-central-1", "https://api.ecr.eu-central-1.amazonaws.com/")]
    [InlineData("123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com", "us-gov-west-1", "https://ecr-fips.us-gov-west-1.amazonaws.com/")]
    [InlineData("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", "cn-north-1", "https://api.ecr.cn-north-1.amazonaws.com.cn/")]
    [InlineData("123456789012.dkr-ecr.eu-west-1.on.aws", "eu-west-1", "https://api.ecr.eu-west-1.amazonaws.com/")]
    [InlineData("public.ecr.aws", "us-east-1", "https://api.ecr-public.us-east-1.amazonaws.com/")]
    public void Host_OfEcr_SaysWhereItsTokensAreMade(string name, string region, string api)
    {
        Assert.True(EcrHost.TryParse(name, out var host));

        Assert.Equal((name, region, api, name == "public.ecr.aws"), (host.Name, host.Region, host.Api.AbsoluteUri, host.IsPublic));
    }

    [Theory]
    [InlineData("docker.io")]
    [InlineData("127.0.0.1:5000")]
    [InlineData("123456789012.dkr.ecr.eu-central-1.amazonaws.com.example.org")]
    [InlineData("evil.123456789012.dkr.ecr.eu-central-1.amazonaws.com")]
    [InlineData("12345.dkr.ecr.eu-central-1.amazonaws.com")]
    public void Host_OfAnotherRegistry_IsNone(string name) => Assert.False(EcrHost.TryParse(name, out _));
}
