using System.Diagnostics;
using OpenTelemetry;

namespace SreGym.AppHost.Telemetry;

/// <summary>Keeps spans until they have arrived; the SDK's own processors send once and forget.</summary>
internal sealed class SpanPost(BaseExporter<Activity> exporter) : BaseExportProcessor<Activity>(exporter)
{
    private readonly List<Activity> _spans = [];

    /// <summary>True when they have arrived.</summary>
    public bool TrySend()
    {
        using var batch = new Batch<Activity>([.. _spans], _spans.Count);
        return exporter.Export(batch) == ExportResult.Success;
    }

    protected override void OnExport(Activity data) => _spans.Add(data);
}
