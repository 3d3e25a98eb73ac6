using SreGym.Oci.Client;
using SreGym.Oci.Mirroring;
using SreGym.Oci.References;

namespace SreGym.Cli.Mirror;

/// <summary>One call of <c>sregym mirror</c>.</summary>
internal sealed class MirrorRun(TextWriter output, TextWriter error)
{
    public async Task<int> RunAsync(string source, string target, bool isInsecure, CancellationToken cancellationToken)
    {
        if (!ImageReference.TryParse(source, out var from, out var problem) || !ImageReference.TryParse(target, out var to, out problem))
        {
            await error.WriteLineAsync($"sregym: {problem}");
            return ExitCodes.Usage;
        }

        using var http = RegistryTransport.Create();
        using var mirror = new ImageMirror();
        try
        {
            var copy = new ImageCopy
            {
                Source = Connect(http, from, isInsecure),
                SourceImage = from,
                Target = Connect(http, to, isInsecure),
                TargetImage = to,
            };
            var result = await mirror.CopyAsync(copy, null, cancellationToken);
            await output.WriteLineAsync(
                $"{to} {result.Digest} {result.State.ToString().ToLowerInvariant()}: {result.BytesCopied} bytes, blobs: {result.BlobsCopied} copied, "
                + $"{result.BlobsMounted} mounted, {result.BlobsSkipped} skipped");
            return ExitCodes.Success;
        }
        catch (MirrorException failed)
        {
            await error.WriteLineAsync($"sregym: {failed.Message}");
            return ExitCodes.Failure;
        }
    }

    private static RegistryClient Connect(HttpMessageInvoker http, ImageReference image, bool isInsecure) =>
        new(http, new RegistryEndpoint(new Uri($"{(image.IsLoopback || isInsecure ? "http" : "https")}://{image.WireHost}")));
}
