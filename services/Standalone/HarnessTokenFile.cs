using Microsoft.Extensions.Options;
using SreGym.ServiceDefaults.Harness;
using SreGym.ServiceDefaults.Storage;

namespace SreGym.Standalone;

/// <summary>Keeps a token that was drawn at start where the process's owner, and nobody else, can read it.</summary>
internal sealed class HarnessTokenFile(
    IOptions<HarnessOptions> harness, IOptions<DataOptions> data, ILogger<HarnessTokenFile> logger) : IHostedService
{
    private readonly string _path = Path.GetFullPath(Path.Combine(data.Value.Directory, "harness-token"));

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var creation = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        }
        else
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            creation.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        File.Delete(_path);
        await using (var writer = new StreamWriter(_path, creation))
        {
            await writer.WriteAsync(harness.Value.Token.AsMemory(), cancellationToken);
        }

        Log.TokenWritten(logger, _path);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        File.Delete(_path);
        return Task.CompletedTask;
    }
}
