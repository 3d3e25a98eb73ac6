namespace SreGym.Oci.Mirroring;

/// <summary>Counts what happens to the blobs of one image and tells it on. Blobs are copied in parallel.</summary>
internal sealed class CopyMeter(ImageCopy copy, Action<CopyProgress>? onProgress)
{
    private const long ReportEvery = 1024 * 1024;

    private readonly Lock _gate = new();
    private CopyProgress _progress = new() { Copy = copy, State = CopyState.Copying };
    private long _reported;

    public CopyProgress Current
    {
        get
        {
            lock (_gate)
            {
                return _progress;
            }
        }
    }

    public void AddBytes(long count) => Change(progress => progress with { BytesCopied = progress.BytesCopied + count }, isMinor: true);

    public void Change(Func<CopyProgress, CopyProgress> change, bool isMinor = false)
    {
        lock (_gate)
        {
            _progress = change(_progress);
            if (isMinor && Math.Abs(_progress.BytesCopied - _reported) < ReportEvery)
            {
                return;
            }

            _reported = _progress.BytesCopied;
            onProgress?.Invoke(_progress);
        }
    }
}
