using System.Net;
using System.Runtime.ExceptionServices;
using SreGym.Oci.Client;
using SreGym.Oci.Content;
using SreGym.Oci.References;

namespace SreGym.Oci.Mirroring;

/// <summary>Sends one blob in one pass from source to target. After a broken connection it goes on from where the target got to.</summary>
internal sealed class BlobSender(MirrorOptions options, Retry retry) : IDisposable
{
    private static readonly TimeSpan s_cancelling = TimeSpan.FromSeconds(5);

    private readonly RangeReaders _ranges = new(options);

    /// <param name="copy">Where from and where to.</param>
    /// <param name="blob">The blob.</param>
    /// <param name="home">Repository of the target registry to mount it from; null to send it.</param>
    /// <param name="present">Its size when the target has it; asked meanwhile.</param>
    /// <param name="meter">Told the bytes.</param>
    /// <param name="cancellationToken">Cancels the copy.</param>
    public async Task<BlobOutcome> SendAsync(
        ImageCopy copy, Descriptor blob, string? home, Task<long?> present, CopyMeter meter, CancellationToken cancellationToken)
    {
        var (repository, digest) = (copy.TargetImage.Repository, Digest.Parse(blob.Digest));
        var start = await copy.Target.StartUploadAsync(repository, digest, home, cancellationToken);
        if (start.IsMounted)
        {
            await present;
            return BlobOutcome.Mounted;
        }

        var upload = copy.Target.ContinueUpload(repository, start.Location!, digest, blob.Size);
        try
        {
            if (await present is not null)
            {
                await CancelAsync(upload);
                return BlobOutcome.Skipped;
            }

            await FillAsync(copy, blob, upload, meter, cancellationToken);
            return BlobOutcome.Copied;
        }
        catch
        {
            // Nothing of it stays behind, whatever went wrong.
            await CancelAsync(upload);
            throw;
        }
    }

    public void Dispose() => _ranges.Dispose();

    private async Task FillAsync(ImageCopy copy, Descriptor blob, BlobUpload upload, CopyMeter meter, CancellationToken cancellationToken)
    {
        using var activity = MirrorTelemetry.StartBlob(blob.Digest, blob.Size);
        var sent = 0L;
        await using var content = new SourceBlob(copy, blob, retry, _ranges, count =>
        {
            sent += count;
            meter.AddBytes(count);
        });
        try
        {
            await content.OpenAsync(cancellationToken);
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    await upload.SendAsync(content, cancellationToken);
                    return;
                }
                catch (RegistryRequestException error) when (content.Failure is null && IsBroken(error))
                {
                    if (attempt >= retry.Attempts)
                    {
                        throw new AttemptsExhaustedException(attempt, error);
                    }

                    await retry.WaitAsync(attempt, error, cancellationToken);
                    if (!await upload.ResumeAsync(cancellationToken))
                    {
                        throw;
                    }

                    await content.GoToAsync(Math.Min(upload.Offset, content.Position));
                    meter.AddBytes(upload.Offset - sent);
                    sent = upload.Offset;
                }
            }
        }
        catch (Exception error)
        {
            meter.AddBytes(-sent);
            MirrorTelemetry.Fail(activity, content.Failure ?? error);
            if (content.Failure is { } failure && failure != error)
            {
                // The target saw a broken request only.
                ExceptionDispatchInfo.Throw(failure);
            }

            throw;
        }
    }

    // No answer at all, or a token that ran out on the way: the upload may still be there.
    private static bool IsBroken(RegistryRequestException error) => error.Failure.CredentialsRenewed || error.Status is null or HttpStatusCode.Unauthorized;

    private static async Task CancelAsync(BlobUpload upload)
    {
        using var limit = new CancellationTokenSource(s_cancelling);
        try
        {
            await upload.CancelAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // The registry cleans up by itself.
        }
    }
}
