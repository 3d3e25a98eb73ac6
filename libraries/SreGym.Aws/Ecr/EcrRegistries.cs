using System.Collections.Concurrent;
using SreGym.Oci.Client;

namespace SreGym.Aws.Ecr;

/// <summary>Access to the registries of ECR, one for each registry, so that its token serves all who use it.</summary>
/// <param name="http">Connections to ECR's API; not disposed.</param>
/// <param name="options">How they are used.</param>
/// <param name="time">Clock of signatures and tokens.</param>
public sealed class EcrRegistries(HttpMessageInvoker http, EcrOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, EcrAccess> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Access to a registry by this process's AWS identity; null when it is none of ECR. Asks for nothing yet.</summary>
    /// <param name="registry">Host as references write it, e.g. <c>123456789012.dkr.ecr.eu-central-1.amazonaws.com</c> or <c>public.ecr.aws</c>.</param>
    public IRegistryAccess? Find(string registry) => EcrHost.TryParse(registry, out var host)
        ? _known.GetOrAdd(host.Name, _ => new EcrAccess(new EcrApi(http, host, options.Endpoint, AwsIdentity.GetKeysAsync, time), host, options, time))
        : null;
}
