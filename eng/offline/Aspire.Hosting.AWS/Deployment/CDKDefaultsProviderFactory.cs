using System.Diagnostics.CodeAnalysis;

namespace Aspire.Hosting.AWS.Deployment;

[Experimental("ASPIREAWSPUBLISHERS001")]
public class CDKDefaultsProviderFactory
{
    public static readonly CDKDefaultsProviderFactory Preview_V1 = new();
}
