using Aspire.Hosting.Eventing;

namespace Aspire.Hosting.ApplicationModel;

public class ResourceStoppedEvent : IDistributedApplicationResourceEvent
{
    internal ResourceStoppedEvent(IResource resource, IServiceProvider services)
    {
        Resource = resource;
        Services = services;
    }

    public IResource Resource { get; }

    public IServiceProvider Services { get; }
}
