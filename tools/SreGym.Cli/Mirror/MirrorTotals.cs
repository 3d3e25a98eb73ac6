using System.Globalization;

namespace SreGym.Cli.Mirror;

/// <summary>What a call came to.</summary>
internal sealed record MirrorTotals(
    int ImagesCopied,
    int ImagesSkipped,
    int ImagesFailed,
    long BytesCopied,
    int BlobsCopied,
    int BlobsMounted,
    int BlobsSkipped,
    int ReferrersCopied,
    double Seconds)
{
    public override string ToString() => ImagesCopied + ImagesFailed + ReferrersCopied == 0
        ? string.Create(CultureInfo.InvariantCulture, $"nothing to copy: {ImagesSkipped} of {ImagesSkipped} images are there already ({Seconds} s)")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"images: {ImagesCopied} copied, {ImagesSkipped} skipped, {ImagesFailed} failed; {ByteText.Format(BytesCopied)} in {Seconds} s");
}
