using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Grpc.Core;
using SreGym.Aws.Ecr;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.RegistryMirror.V1;
using SreGym.Contracts.Targets;
using SreGym.Oci.Client;
using SreGym.Oci.Content;
using SreGym.Oci.Mirroring;
using SreGym.Oci.References;
using SreGym.RegistryMirror.Hosting;
using CopyState = SreGym.Oci.Mirroring.CopyState;
using ImageCopy = SreGym.Oci.Mirroring.ImageCopy;

namespace SreGym.RegistryMirror.Copying;

/// <summary>Copies the images of one request and tells how far it is.</summary>
internal sealed class MirrorJobs(HttpMessageInvoker http, RegistryAddress address, EcrRegistries ecr, TimeProvider time)
{
    private const string Catalogue = "catalogue";
    private const string Internet = "internet";
    private const string AnyHost = "*";

    public async IAsyncEnumerable<MirrorImagesUpdate> RunAsync(
        MirrorImagesRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var copies = Plan(request);
        var services = new Dictionary<ImageCopy, string>(
            copies.Zip(request.Images, (copy, image) => KeyValuePair.Create(copy, image.Service)), ReferenceEqualityComparer.Instance);
        // One update for each blob and each MiB: few enough to keep all of them for a slow reader.
        var updates = Channel.CreateUnbounded<CopyProgress>(new UnboundedChannelOptions { SingleReader = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = CopyAsync(copies, request.Subject.Seed, updates.Writer, stop.Token);
        try
        {
            await foreach (var progress in updates.Reader.ReadAllAsync(cancellationToken))
            {
                yield return new MirrorImagesUpdate { Progress = Map(progress, services[progress.Copy]) };
            }

            yield return new MirrorImagesUpdate { Summary = Summarize(await work, services) };
        }
        finally
        {
            await stop.CancelAsync();
            await ((Task)work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<IReadOnlyList<CopyProgress>> CopyAsync(
        List<ImageCopy> copies, long seed, ChannelWriter<CopyProgress> updates, CancellationToken cancellationToken)
    {
        using var mirror = new ImageMirror(new MirrorOptions { Seed = seed.GetHashCode(), Time = time });
        try
        {
            return await mirror.CopyAllAsync(copies, progress => updates.TryWrite(progress), cancellationToken);
        }
        catch (MirrorException failed)
        {
            throw new SreGymException(StatusCode.Unavailable, ErrorReasons.RegistryFailed, failed.Message, failed);
        }
        finally
        {
            updates.Complete();
        }
    }

    private List<ImageCopy> Plan(MirrorImagesRequest request)
    {
        if (string.IsNullOrEmpty(request.Registry?.Host) || string.IsNullOrEmpty(request.Registry.AccessAddress))
        {
            throw Invalid("registry is missing: send what ProvisionRegistry returned.");
        }

        if (request.Source is not ("" or Catalogue or Internet))
        {
            throw Invalid($"source '{request.Source}' is unknown: send '{Catalogue}' or '{Internet}'.");
        }

        var registry = request.Registry;
        var target = new RegistryClient(
            http,
            new RegistryEndpoint(new Uri(registry.AccessAddress), registry.AccessHost is { Length: > 0 } host ? host : null),
            registry.Username.Length > 0 ? new RegistryCredentials(registry.Username, registry.Password) : ecr.Find(registry.Host));
        var sources = new Dictionary<string, RegistryClient>(StringComparer.Ordinal);
        return [.. request.Images.Select(image => Plan(image, request, target, sources))];
    }

    private ImageCopy Plan(
        Contracts.RegistryMirror.V1.ImageCopy image, MirrorImagesRequest request, RegistryClient target, Dictionary<string, RegistryClient> sources)
    {
        var source = Parse(image.Source);
        if (!sources.TryGetValue(source.WireHost, out var client))
        {
            sources[source.WireHost] = client = Connect(source, request);
        }

        return new ImageCopy
        {
            Source = new RegistryImageSource(client, source),
            Target = target,
            TargetImage = Parse($"{request.Registry.Host}/{image.Repository}:{image.Tag}"),
            Platforms = [.. image.Platforms.Select(text => ParsePlatform(image.Source, text))],
            IncludesReferrers = !request.WithoutReferrers,
        };
    }

    private RegistryClient Connect(ImageReference source, MirrorImagesRequest request)
    {
        var mirrors = request.Subject?.Settings?.PublicMirrors;
        if (mirrors is not null && (mirrors.TryGetValue(source.Registry, out var mirror) || mirrors.TryGetValue(AnyHost, out mirror)))
        {
            return new RegistryClient(http, new RegistryEndpoint(new Uri(mirror)));
        }

        return SourceOf(request) == Internet
            ? new RegistryClient(
                http, new RegistryEndpoint(new Uri($"{(source.IsLoopback ? "http" : "https")}://{source.WireHost}")), ecr.Find(source.Registry))
            : new RegistryClient(http, new RegistryEndpoint(address.Get(), source.WireHost));
    }

    // The catalogue's images do not run on real nodes.
    private static string SourceOf(MirrorImagesRequest request) =>
        request.Source.Length > 0 ? request.Source
        : request.Subject is null or { Target: "" or TargetNames.Embedded } ? Catalogue
        : Internet;

    private static ImageReference Parse(string text) =>
        ImageReference.TryParse(text, out var reference, out var error) ? reference : throw Invalid($"image '{text}': {error}.");

    private static Platform ParsePlatform(string image, string text) => Platform.TryParse(text, out var platform)
        ? platform
        : throw Invalid($"platform '{text}' of image '{image}' is none: write os/architecture[/variant], such as linux/arm64.");

    private static SreGymException Invalid(string message) => new(StatusCode.InvalidArgument, ErrorReasons.InvalidArgument, message);

    private static MirrorSummary Summarize(IReadOnlyList<CopyProgress> results, Dictionary<ImageCopy, string> services)
    {
        var summary = new MirrorSummary
        {
            BytesCopied = results.Sum(result => result.BytesCopied),
            ImagesCopied = results.Count(result => result.State == CopyState.Copied),
            ImagesSkipped = results.Count(result => result.State == CopyState.Skipped),
            BytesTotal = results.Sum(result => result.BytesTotal),
            BlobsCopied = results.Sum(result => result.BlobsCopied),
            BlobsMounted = results.Sum(result => result.BlobsMounted),
            BlobsSkipped = results.Sum(result => result.BlobsSkipped),
            ReferrersCopied = results.Sum(result => result.ReferrersCopied),
        };
        summary.Images.AddRange(results.Select(result => Image(result, services[result.Copy])));
        return summary;
    }

    private static ImageProgress Map(CopyProgress progress, string service) => new()
    {
        Image = Image(progress, service),
        State = progress.State switch
        {
            CopyState.Copied => Contracts.RegistryMirror.V1.CopyState.Copied,
            CopyState.Skipped => Contracts.RegistryMirror.V1.CopyState.Skipped,
            _ => Contracts.RegistryMirror.V1.CopyState.Copying,
        },
        BytesTotal = progress.BytesTotal,
        BytesCopied = progress.BytesCopied,
        BlobsCopied = progress.BlobsCopied,
        BlobsMounted = progress.BlobsMounted,
        BlobsSkipped = progress.BlobsSkipped,
        ReferrersCopied = progress.ReferrersCopied,
    };

    private static MirroredImage Image(CopyProgress progress, string service) => new()
    {
        Source = progress.Copy.Source.Name,
        Target = progress.Copy.TargetImage.ToString(),
        Digest = progress.Digest,
        Service = service,
    };
}
