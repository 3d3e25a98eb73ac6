using System.Text.Json;
using SreGym.Oci.Mirroring;

namespace SreGym.Cli.Mirror;

/// <summary>A JSON object for each step, a line each (docs/cli.md has the fields).</summary>
internal sealed class JsonReport(TextWriter output, TimeProvider time) : MirrorReport(time)
{
    private readonly Lock _gate = new();

    public override void Changed(MirrorItem item, CopyProgress progress) => Write(Step("progress", item, progress));

    protected override void WriteCopied(MirrorItem item, CopyProgress result) => Write(Step("result", item, result));

    protected override void WriteFailed(MirrorItem item, string message) =>
        Write(new JsonStep { Event = "error", Source = item.Source.Name, Target = item.Target.ToString(), Error = message });

    protected override void WriteSummary(MirrorTotals totals) => Write(new JsonStep { Event = "summary", Totals = totals });

    private static JsonStep Step(string name, MirrorItem item, CopyProgress progress) => new()
    {
        Event = name,
        Source = progress.Copy.Source.Name,
        Target = item.Target.ToString(),
        State = progress.State.ToString().ToLowerInvariant(),
        Digest = progress.Digest.Length > 0 ? progress.Digest : null,
        BytesTotal = progress.BytesTotal,
        BytesCopied = progress.BytesCopied,
        BlobsCopied = progress.BlobsCopied,
        BlobsMounted = progress.BlobsMounted,
        BlobsSkipped = progress.BlobsSkipped,
        ReferrersCopied = progress.ReferrersCopied,
    };

    private void Write(JsonStep step)
    {
        lock (_gate)
        {
            output.WriteLine(JsonSerializer.Serialize(step, CliJson.Default.JsonStep));
        }
    }
}
