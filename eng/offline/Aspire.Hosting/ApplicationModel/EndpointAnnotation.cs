using System.Net.Sockets;

namespace Aspire.Hosting.ApplicationModel;

public sealed class EndpointAnnotation(
    ProtocolType protocol, string? uriScheme = null, string? transport = null, string? name = null, int? port = null, int? targetPort = null)
    : IResourceAnnotation
{
    private readonly TaskCompletionSource<int> _allocated = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name { get; set; } = name ?? uriScheme ?? "tcp";

    public ProtocolType Protocol { get; set; } = protocol;

    public string UriScheme { get; set; } = uriScheme ?? "tcp";

    public string Transport { get; set; } = transport ?? uriScheme ?? "tcp";

    public int? Port { get; set; } = port;

    public int? TargetPort { get; set; } = targetPort;

    public bool IsProxied { get; set; } = true;

    public bool IsExternal { get; set; }

    internal string? EnvironmentVariable { get; set; }

    internal bool IsAllocated => _allocated.Task.IsCompletedSuccessfully;

    internal Task<int> Allocated => _allocated.Task;

    internal bool IsHttp => UriScheme is "http" or "https";

    internal void Allocate(int publicPort) => _allocated.TrySetResult(publicPort);
}
