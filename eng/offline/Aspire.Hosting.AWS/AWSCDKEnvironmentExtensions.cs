using System.Diagnostics.CodeAnalysis;
using Amazon.CDK;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.AWS.Deployment;

namespace Aspire.Hosting;

public static class AWSCDKEnvironmentExtensions
{
    /// <summary>As in the real package, the resource is part of the model in publish mode only.</summary>
    [Experimental("ASPIREAWSPUBLISHERS001")]
    public static IResourceBuilder<AWSCDKEnvironmentResource<Stack>> AddAWSCDKEnvironment(
        this IDistributedApplicationBuilder builder,
        string name,
        CDKDefaultsProviderFactory cdkDefaultsProviderFactory,
        AWSCDKEnvironmentResourceConfig? environmentResourceConfig = null,
        string? stackName = null)
    {
        var environment = new AWSCDKEnvironmentResource<Stack>(name);
        return builder.ExecutionContext.IsRunMode ? builder.CreateResourceBuilder(environment) : builder.AddResource(environment);
    }

    [Experimental("ASPIREAWSPUBLISHERS001")]
    public static IResourceBuilder<ProjectResource> PublishAsECSFargateServiceWithALB(
        this IResourceBuilder<ProjectResource> builder, PublishECSFargateServiceWithALBConfig? config = null) => builder;
}
