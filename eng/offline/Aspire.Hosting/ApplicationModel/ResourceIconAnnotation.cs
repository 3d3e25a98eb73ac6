namespace Aspire.Hosting.ApplicationModel;

public sealed class ResourceIconAnnotation(string iconName) : IResourceAnnotation
{
    public string IconName { get; } = iconName;
}
