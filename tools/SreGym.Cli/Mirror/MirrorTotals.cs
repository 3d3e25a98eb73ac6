using System.Globalization;

namespace SreGym.Cli.Mirror;

/// <summary>What a call came to.</summary>
internal sealed record MirrorTotals(
    int ImagesCopied, int ImagesSkipped, int ImagesFailed, long BytesCopied, int BlobsCopied, int BlobsMounted, int BlobsSkipped, double Seconds)
{
    public override string ToString() => ImagesCopied + ImagesFailed == 0
        ? string.Create(CultureInfo.InvariantCulture, $"nothing to copy: {ImagesSkipped} of {ImagesSkipped} images are there already ({Seconds} s)")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"images: {ImagesCopied} copied, {ImagesSkipped} skipped, {ImagesFailed} failed; {ByteText.Format(BytesCopied)} in {Seconds} s");
}
