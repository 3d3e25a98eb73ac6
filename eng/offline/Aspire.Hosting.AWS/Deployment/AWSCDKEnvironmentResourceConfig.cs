using System.Diagnostics.CodeAnalysis;

namespace Aspire.Hosting.AWS.Deployment;

[Experimental("ASPIREAWSPUBLISHERS001")]
public class AWSCDKEnvironmentResourceConfig
{
    public IAWSSDKConfig? AWSSDKConfig { get; init; }
}
