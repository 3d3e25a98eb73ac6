using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.AWS.CloudFormation;

internal sealed class CloudFormationTemplateResource(string name, string stackName, string templatePath)
    : Resource(name), ICloudFormationTemplateResource
{
    public string StackName => stackName;

    public string TemplatePath => templatePath;

    public Dictionary<string, string> Parameters { get; } = [];

    public Dictionary<string, string> Tags { get; } = [];

    public IAWSSDKConfig? SdkConfig { get; set; }

    /// <summary>The outputs, once there is a stack.</summary>
    public TaskCompletionSource<IReadOnlyDictionary<string, string>> Provisioned { get; } =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
