using System.Diagnostics;
using OpenTelemetry;

namespace SreGym.ServiceDefaults.Telemetry;

/// <summary>
/// Names the spans of both ends of a gRPC call <c>package.Service/Method</c>, as the OpenTelemetry conventions for RPC spans have it.
/// </summary>
internal sealed class RpcSpanNames : BaseProcessor<Activity>
{
    private const string ClientMethod = "grpc.method";
    private const string ServerPrefix = "POST /";

    public override void OnEnd(Activity data)
    {
        if (data.GetTagItem(ClientMethod) is string method)
        {
            data.DisplayName = method.TrimStart('/');
        }
        else if (data.Kind == ActivityKind.Server && data.DisplayName.StartsWith(ServerPrefix, StringComparison.Ordinal))
        {
            data.DisplayName = data.DisplayName[ServerPrefix.Length..];
        }
    }
}
