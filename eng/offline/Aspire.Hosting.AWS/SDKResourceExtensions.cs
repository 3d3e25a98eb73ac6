using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.AWS;

namespace Aspire.Hosting;

public static class SDKResourceExtensions
{
    public static IAWSSDKConfig AddAWSSDKConfig(this IDistributedApplicationBuilder builder) => new AWSSDKConfig();

    public static IAWSSDKConfig WithProfile(this IAWSSDKConfig config, string profile)
    {
        config.Profile = profile;
        return config;
    }

    public static IAWSSDKConfig WithRegion(this IAWSSDKConfig config, string systemName)
    {
        config.Region = systemName;
        return config;
    }

    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, IAWSSDKConfig awsSdkConfig)
        where TDestination : IResourceWithEnvironment => builder.WithEnvironment(context =>
        {
            Set(context.EnvironmentVariables, "AWS__Profile", "AWS_PROFILE", awsSdkConfig.Profile);
            Set(context.EnvironmentVariables, "AWS__Region", "AWS_REGION", awsSdkConfig.Region);
        });

    private static void Set(Dictionary<string, object> variables, string setting, string variable, string? value)
    {
        if (value is not null)
        {
            variables[setting] = value;
            variables[variable] = value;
        }
    }
}
