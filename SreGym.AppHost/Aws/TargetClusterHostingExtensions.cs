using Aspire.Hosting.AWS.CloudFormation;
using Microsoft.Extensions.DependencyInjection;
using SreGym.AppHost.Aws.Calls;
using SreGym.AppHost.Episodes;
using SreGym.AppHost.Options;
using SreGym.AppHost.Telemetry;

namespace SreGym.AppHost.Aws;

/// <summary>The target cluster on AWS as a resource; without <c>--target aws</c> there is none and nothing asks for AWS.</summary>
internal static class TargetClusterHostingExtensions
{
    /// <summary>The stack, as a resource.</summary>
    public const string ResourceName = "target-cluster";

    /// <summary>Makes the stack, and lets the conductor wait for it and learn its outputs.</summary>
    public static IResourceBuilder<ProjectResource> WithTargetCluster(this IResourceBuilder<ProjectResource> conductor, RunOptions options)
    {
        var builder = conductor.ApplicationBuilder;
        if (options.AwsAccess is not { } access)
        {
            return conductor;
        }

        var settings = options.Aws;
        var config = builder.AddAWSSDKConfig().WithRegion(access.Region);
        if (settings.Profile is not null)
        {
            config = config.WithProfile(settings.Profile);
        }

        // Each of them reaches the cluster, and a token of EKS is made with the caller's identity.
        foreach (var service in builder.Resources.OfType<ProjectResource>().ToList())
        {
            builder.CreateResourceBuilder(service).WithReference(config);
        }

        if (settings.Cluster is not null)
        {
            return conductor;
        }

        var stack = builder.AddAWSCloudFormationTemplate(ResourceName, TargetClusterTemplate.FindPath(builder), AwsSettings.StackName)
            .WithParameter("K3sVersion", settings.K3sVersion)
            .WithParameter("K3sSha256", settings.K3sSha256!)
            .WithParameter("K3sUrl", settings.DownloadUrl)
            .WithParameter("ServerInstanceType", settings.InstanceType)
            .WithParameter("AgentInstanceType", settings.InstanceType)
            .WithParameter("Agents", $"{settings.Agents}")
            .WithParameter("OperatorCidr", settings.OperatorCidr ?? "")
            .WithParameter("TimeToLiveMinutes", $"{settings.TimeToLiveMinutes}")
            .WithReference(config);
        stack.WithTag(StackDestroyer.ManagedTag, "true").WithTag(StackDestroyer.StackTag, AwsSettings.StackName);
        builder.AddStackWatch(stack, access);
        return conductor.WithReference(stack);
    }

    private static void AddStackWatch(
        this IDistributedApplicationBuilder builder, IResourceBuilder<ICloudFormationTemplateResource> stack, AwsAccess access)
    {
        var provisioned = new TaskCompletionSource();
        stack.OnResourceReady((_, _, _) =>
        {
            provisioned.TrySetResult();
            return Task.CompletedTask;
        });
        builder.AddEarlyService(services =>
        {
            var time = services.GetRequiredService<TimeProvider>();
            var trace = new StackSpan(new HostSpans(builder.Configuration, time), access.Region);
            return new StackWatch(access, provisioned.Task, services.GetRequiredService<EpisodeDesk>(), trace, time);
        });
    }
}
