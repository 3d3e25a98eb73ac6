using Aspire.Hosting.AWS.Deployment;
using SreGym.AppHost.Options;
using Stack = Amazon.CDK.Stack;

namespace SreGym.AppHost.Aws.Publishing;

/// <summary>What <c>aspire publish</c> and <c>aspire deploy</c> put on AWS: all services as one task behind a load balancer.</summary>
internal static class ServicesOnAws
{
    private const string EnvironmentName = "sregym-services";
    private const string CertificateParameter = "certificate-arn";
    private const string OtlpParameter = "otlp-endpoint";

    /// <summary>Null in run mode; else publishes the project and returns the exit code of the process.</summary>
    public static async Task<int?> PublishAsync<TProject>(IDistributedApplicationBuilder builder)
        where TProject : IProjectMetadata, new()
    {
        if (!builder.ExecutionContext.IsPublishMode)
        {
            return null;
        }

        if (Find(builder, CertificateParameter) is not { } certificate)
        {
            return ExitCodes.Refuse(
                $"publishing needs the certificate of the load balancer: set Parameters__{CertificateParameter.Replace('-', '_')} "
                + "to the ARN of a certificate in the region's Certificate Manager (docs/aws.md).");
        }

        try
        {
            Describe<TProject>(builder, new ServicesTask(certificate, Find(builder, OtlpParameter) ?? ""));
        }
        catch (DistributedApplicationException error)
        {
            await Console.Error.WriteLineAsync($"sregym: {error.Message}");
            return ExitCodes.Failed;
        }

        await builder.Build().RunAsync();
        return Environment.ExitCode;
    }

    private static void Describe<TProject>(IDistributedApplicationBuilder builder, ServicesTask task)
        where TProject : IProjectMetadata, new()
    {
        builder.AddAWSCDKEnvironment(EnvironmentName, CDKDefaultsProviderFactory.Preview_V1);
        builder.AddProject<TProject>("services", launchProfileName: null)
            .WithHttpEndpoint(targetPort: ServicesTask.Port, name: "http")
            .PublishAsECSFargateServiceWithALB(new PublishECSFargateServiceWithALBConfig
            {
                PropsApplicationLoadBalancedTaskImageOptionsCallback = (context, image) => task.Describe(context.GetDeploymentStack<Stack>(), image),
                PropsApplicationLoadBalancedFargateServiceCallback = (context, service) => task.Describe(context.GetDeploymentStack<Stack>(), service),
                ConstructApplicationLoadBalancedFargateServiceCallback = (_, service) => ServicesTask.Complete(service),
            });
    }

    // As Aspire finds parameters: environment variables cannot hold a hyphen.
    private static string? Find(IDistributedApplicationBuilder builder, string name) =>
        (builder.Configuration[$"Parameters:{name}"] ?? builder.Configuration[$"Parameters:{name.Replace('-', '_')}"]) is { Length: > 0 } value
            ? value
            : null;
}
