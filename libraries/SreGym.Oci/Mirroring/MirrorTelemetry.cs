using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace SreGym.Oci.Mirroring;

/// <summary>Spans and metrics of copies. Names: docs/telemetry.md.</summary>
internal static class MirrorTelemetry
{
    private const string Name = "SreGym.Oci";

    private static readonly ActivitySource s_source = new(Name);
    private static readonly Meter s_meter = new(Name);
    private static readonly Counter<long> s_bytes = s_meter.CreateCounter<long>("sregym.mirror.bytes_copied", "By", "Bytes sent to target registries.");

    public static Activity? StartImage(ImageCopy copy) => s_source.StartActivity("copy image", ActivityKind.Client)
        ?.SetTag("container.image.name", copy.TargetImage.ToString())
        .SetTag("sregym.mirror.source", copy.Source.Name);

    public static Activity? StartBlob(string digest, long size) => s_source.StartActivity("copy blob", ActivityKind.Client)
        ?.SetTag("sregym.mirror.blob", digest)
        .SetTag("sregym.mirror.bytes", size);

    public static void End(Activity? activity, CopyProgress result)
    {
        s_bytes.Add(result.BytesCopied);
        activity?.SetTag("oci.manifest.digest", result.Digest)
            .SetTag("sregym.mirror.bytes", result.BytesCopied)
            .SetTag("sregym.mirror.state", result.State.ToString().ToLowerInvariant())
            .SetTag("sregym.mirror.blobs_copied", result.BlobsCopied)
            .SetTag("sregym.mirror.blobs_mounted", result.BlobsMounted)
            .SetTag("sregym.mirror.blobs_skipped", result.BlobsSkipped)
            .SetTag("sregym.mirror.referrers_copied", result.ReferrersCopied);
    }

    public static void Fail(Activity? activity, Exception error) =>
        activity?.SetTag("error.type", error.GetType().Name).SetStatus(ActivityStatusCode.Error, error.Message);
}
