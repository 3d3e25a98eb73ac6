using System.Diagnostics.CodeAnalysis;
using Amazon.CDK;
using Resource = Aspire.Hosting.ApplicationModel.Resource;

namespace Aspire.Hosting.AWS.Deployment;

[Experimental("ASPIREAWSPUBLISHERS001")]
public class AWSCDKEnvironmentResource<T>(string name) : Resource(name)
    where T : Stack;
