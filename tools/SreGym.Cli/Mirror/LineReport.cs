using SreGym.Oci.Mirroring;

namespace SreGym.Cli.Mirror;

/// <summary>A line for each image.</summary>
internal sealed class LineReport(TextWriter output, TextWriter error, TimeProvider time) : MirrorReport(time)
{
    protected override void WriteCopied(MirrorItem item, CopyProgress result) => output.WriteLine(Describe(item, result));

    protected override void WriteFailed(MirrorItem item, string message) => error.WriteLine($"sregym: {message}");

    protected override void WriteSummary(MirrorTotals totals) => output.WriteLine(totals);
}
