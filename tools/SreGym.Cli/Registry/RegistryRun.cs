using System.Globalization;
using SreGym.Oci.Hosting;
using SreGym.Oci.Registry;
using SreGym.Oci.Storage;

namespace SreGym.Cli.Registry;

/// <summary>Runs a registry, or the garbage collection of one.</summary>
internal sealed class RegistryRun(TextWriter output, TextWriter error)
{
    public async Task<int> ServeAsync(StandaloneRegistryOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await using var registry = await StandaloneRegistry.StartAsync(options, TimeProvider.System, cancellationToken);
            await output.WriteLineAsync(registry.Address.ToString().TrimEnd('/'));
            await output.FlushAsync(CancellationToken.None);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return ExitCodes.Success;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Success;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(refused.Message);
            return ExitCodes.Usage;
        }
    }

    public int Collect(string storage)
    {
        try
        {
            if (!Directory.Exists(storage))
            {
                error.WriteLine($"--storage {storage} is no folder: name the folder that the registry is served from.");
                return ExitCodes.Usage;
            }

            using var blobs = new DiskBlobStore(storage);
            var volume = RegistryVolume.Open(blobs, TimeProvider.System);
            // Nobody pushes while the folder is ours: no grace is needed.
            var report = new GarbageCollector(blobs, () => [volume], TimeProvider.System).Collect(TimeSpan.Zero);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"removed {report.Removed} blobs, {report.Bytes} bytes; {report.Unlinked} no longer listed"));
            return ExitCodes.Success;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            error.WriteLine(refused.Message);
            return ExitCodes.Usage;
        }
    }
}
