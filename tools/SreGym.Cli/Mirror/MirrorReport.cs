using System.Globalization;
using SreGym.Oci.Client;
using SreGym.Oci.Mirroring;

namespace SreGym.Cli.Mirror;

/// <summary>Tells what happens: lines, bars or JSON.</summary>
internal abstract class MirrorReport(TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private readonly List<CopyProgress> _results = [];
    private readonly Lock _gate = new();

    public int Failures { get; private set; }

    public static MirrorReport Create(MirrorSettings settings, TextWriter output, TextWriter error, TimeProvider time) =>
        settings.IsJson ? new JsonReport(output, time)
        : settings.IsQuiet || Console.IsErrorRedirected ? new LineReport(output, error, time)
        : new BarReport(output, error, time);

    /// <summary>Runs the work with what is shown around it.</summary>
    public virtual Task ShowAsync(Func<Task> work) => work();

    public virtual void Changed(MirrorItem item, CopyProgress progress)
    {
    }

    public void Copied(MirrorItem item, CopyProgress result)
    {
        lock (_gate)
        {
            _results.Add(result);
            WriteCopied(item, result);
        }
    }

    public void Failed(MirrorItem item, Exception error)
    {
        lock (_gate)
        {
            Failures++;
            var message = error is MirrorException ? error.Message : $"Cannot copy {item.Source.Name} to {item.Target}: {error.Message}";
            WriteFailed(item, message + Remedy(error));
        }
    }

    public void Finish() => WriteSummary(new MirrorTotals(
        _results.Count(result => result.State == CopyState.Copied),
        _results.Count(result => result.State == CopyState.Skipped),
        Failures,
        _results.Sum(result => result.BytesCopied),
        _results.Sum(result => result.BlobsCopied),
        _results.Sum(result => result.BlobsMounted),
        _results.Sum(result => result.BlobsSkipped),
        _results.Sum(result => result.ReferrersCopied),
        Math.Round(time.GetElapsedTime(_started).TotalSeconds, 3)));

    protected abstract void WriteCopied(MirrorItem item, CopyProgress result);

    protected abstract void WriteFailed(MirrorItem item, string message);

    protected abstract void WriteSummary(MirrorTotals totals);

    protected static string Describe(MirrorItem item, CopyProgress result) => result.State == CopyState.Skipped
        ? string.Create(CultureInfo.InvariantCulture, $"{item.Target} {result.Digest} is there already{Referrers(result)}")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{item.Target} {result.Digest} copied: {ByteText.Format(result.BytesCopied)}; blobs: {result.BlobsCopied} copied, {result.BlobsMounted} mounted, {result.BlobsSkipped} skipped{Referrers(result)}");

    // What only the command line can offer.
    private static string Remedy(Exception error) => (error as RegistryRequestException ?? error.InnerException as RegistryRequestException) is { IsUntrusted: true } refused
        ? $" Give --ca {new Uri($"https://{refused.Failure.Registry}").Host}=<file.pem>, or --insecure to accept any certificate."
        : "";

    private static string Referrers(CopyProgress result) => result.ReferrersCopied == 0 ? "" : $"; {result.ReferrersCopied} referrers copied";
}
