using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.AWS;
using Aspire.Hosting.AWS.CloudFormation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SreGym.AppHost.Aws.Calls;

namespace Aspire.Hosting;

public static class CloudFormationExtensions
{
    private static readonly Action<ILogger, string, string, Exception?> s_failed = LoggerMessage.Define<string, string>(
        LogLevel.Error, new EventId(1, "FailedToProvision"), "{Resource} cannot be provisioned: {Reason}");

    public static IResourceBuilder<ICloudFormationTemplateResource> AddAWSCloudFormationTemplate(
        this IDistributedApplicationBuilder builder, string name, string templatePath, string? stackName = null)
    {
        var resource = new CloudFormationTemplateResource(
            name, stackName ?? $"Aspire-{name}", Path.GetFullPath(templatePath, builder.AppHostDirectory));
        builder.Eventing.Subscribe<InitializeResourceEvent>(resource, (initialize, cancellationToken) =>
        {
            // Resources that wait for the stack wait; everything else starts meanwhile.
            var lifetime = initialize.Services.GetRequiredService<IHostApplicationLifetime>();
            _ = ProvisionAsync(resource, initialize.Services, lifetime.ApplicationStopping);
            return Task.CompletedTask;
        });
        return builder.AddResource<ICloudFormationTemplateResource>(resource);
    }

    public static IResourceBuilder<ICloudFormationTemplateResource> WithParameter(
        this IResourceBuilder<ICloudFormationTemplateResource> builder, string parameterName, string parameterValue)
    {
        Stack(builder).Parameters[parameterName] = parameterValue;
        return builder;
    }

    public static IResourceBuilder<ICloudFormationResource> WithTag(
        this IResourceBuilder<ICloudFormationResource> builder, string tagKey, string tagValue)
    {
        Stack(builder).Tags[tagKey] = tagValue;
        return builder;
    }

    public static StackOutputReference GetOutput(this IResourceBuilder<ICloudFormationResource> builder, string name) =>
        new(name, Stack(builder));

    public static IResourceBuilder<TDestination> WithEnvironment<TDestination>(
        this IResourceBuilder<TDestination> builder, string name, StackOutputReference stackOutputReference)
        where TDestination : IResourceWithEnvironment =>
        builder.WithEnvironment(context => { context.EnvironmentVariables[name] = stackOutputReference; });

    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IAWSSDKConfig awsSdkConfig)
        where TDestination : ICloudFormationResource
    {
        ((CloudFormationTemplateResource)(object)builder.Resource).SdkConfig = awsSdkConfig;
        return builder;
    }

    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<ICloudFormationResource> stack, string configSection = "AWS:Resources")
        where TDestination : IResourceWithEnvironment, IResourceWithWaitSupport => builder
            .WithEnvironment(async context =>
            {
                var prefix = configSection.Replace(":", "__", StringComparison.Ordinal);
                foreach (var (name, value) in await Stack(stack).Provisioned.Task.WaitAsync(context.CancellationToken))
                {
                    context.EnvironmentVariables[$"{prefix}__{name}"] = value;
                }
            })
            .WaitFor((IResourceBuilder<IResource>)stack);

    private static CloudFormationTemplateResource Stack(IResourceBuilder<ICloudFormationResource> builder) =>
        (CloudFormationTemplateResource)builder.Resource;

    private static async Task ProvisionAsync(CloudFormationTemplateResource resource, IServiceProvider services, CancellationToken stopping)
    {
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var board = new StackBoard(resource, services, time);
        await board.StartingAsync();
        try
        {
            // Asking for credentials may run a program.
            var (access, obstacle) = await Task.Run(() => AwsAccess.Find(resource.SdkConfig?.Region, resource.SdkConfig?.Profile), stopping);
            using var client = new AwsClient(access ?? throw new AwsException("NoAccess", obstacle!), time);
            var outputs = await new StackProvisioner(client, time, line => board.Say(line)).ProvisionAsync(resource, stopping);
            resource.Provisioned.SetResult(outputs);
            await board.ReadyAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            resource.Provisioned.TrySetCanceled(stopping);
        }
        catch (Exception error) when (error is AwsException or IOException or UnauthorizedAccessException)
        {
            board.Say(error.Message, isError: true);
            s_failed(services.GetRequiredService<ILogger<DistributedApplication>>(), resource.Name, error.Message, null);
            await board.FailedAsync();
        }
    }
}
