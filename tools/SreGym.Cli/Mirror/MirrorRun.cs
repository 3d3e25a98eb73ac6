using SreGym.Aws.Ecr;
using SreGym.Oci.Archives;
using SreGym.Oci.Client;
using SreGym.Oci.Credentials;
using SreGym.Oci.Mirroring;

namespace SreGym.Cli.Mirror;

/// <summary>One call of <c>sregym mirror</c>. A failed image does not keep the others from being copied.</summary>
internal sealed class MirrorRun : IDisposable
{
    private readonly MirrorSettings _settings;
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _http;
    private readonly RegistryConnector _registries;
    private readonly DockerConfig _config;
    private readonly EcrRegistries _ecr;

    public MirrorRun(MirrorSettings settings, TextWriter output, TextWriter error, TimeProvider time)
    {
        (_settings, _output, _error, _time) = (settings, output, error, time);
        _config = LoadConfig(settings.ConfigFile, time);
        _http = RegistryTransport.Create(settings.Tls);
        _ecr = new EcrRegistries(_http, settings.Ecr, time);
        _registries = new RegistryConnector(_http, FindAccessAsync, _ => settings.IsInsecure, new RegistryClientOptions { Time = time });
    }

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var mirror = new ImageMirror(new MirrorOptions
        {
            ParallelImages = _settings.ParallelImages,
            ParallelBlobs = _settings.ParallelBlobs,
            Seed = Environment.ProcessId,
            Time = _time,
        });
        var report = MirrorReport.Create(_settings, _output, _error, _time);
        await report.ShowAsync(() => Parallel.ForEachAsync(
            _settings.Items,
            new ParallelOptions { MaxDegreeOfParallelism = _settings.ParallelImages, CancellationToken = cancellationToken },
            async (item, token) => await CopyAsync(mirror, item, report, token)));
        report.Finish();
        return report.Failures == 0 ? ExitCodes.Success : ExitCodes.Failure;
    }

    public void Dispose() => _http.Dispose();

    private async Task CopyAsync(ImageMirror mirror, MirrorItem item, MirrorReport report, CancellationToken cancellationToken)
    {
        try
        {
            var target = _registries.ConnectAsync(item.Target, cancellationToken);
            var copy = new ImageCopy
            {
                Source = await OpenAsync(item.Source, cancellationToken),
                Target = await target,
                TargetImage = item.Target,
                Platforms = item.Platforms.Count > 0 ? item.Platforms : _settings.Platforms,
                IncludesReferrers = _settings.IncludesReferrers,
            };
            report.Copied(item, await mirror.CopyAsync(copy, progress => report.Changed(item, progress), cancellationToken));
        }
        catch (Exception error) when (error is MirrorException or RegistryRequestException or RegistryAccessException or CredentialHelperException or FormatException or IOException)
        {
            report.Failed(item, error);
        }
    }

    private async Task<IImageSource> OpenAsync(SourceText source, CancellationToken cancellationToken) => source.Kind switch
    {
        SourceKind.OciLayout => OciLayoutSource.Open(source.Path, source.Tag),
        SourceKind.DockerArchive => await DockerArchiveSource.OpenAsync(source.Path, source.Tag, cancellationToken),
        _ => new RegistryImageSource(await _registries.ConnectAsync(source.Image!, cancellationToken), source.Image!),
    };

    private async Task<IRegistryAccess?> FindAccessAsync(string registry, CancellationToken cancellationToken)
    {
        if (_settings.Credentials is { } given && _settings.CredentialsFor.Contains(registry, StringComparer.OrdinalIgnoreCase))
        {
            return given;
        }

        if (_ecr.Find(registry) is not { } ecr)
        {
            return await _config.FindAsync(registry, cancellationToken);
        }

        try
        {
            // A token in Docker's configuration may have expired; one of our own is renewed.
            await ecr.GetCredentialsAsync(refused: null, cancellationToken);
            return ecr;
        }
        catch (RegistryAccessException)
        {
            return await _config.FindAsync(registry, cancellationToken) ?? ecr;
        }
    }

    private static DockerConfig LoadConfig(string path, TimeProvider time)
    {
        try
        {
            return DockerConfig.Load(path, time);
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException(error.Message, error);
        }
    }
}
