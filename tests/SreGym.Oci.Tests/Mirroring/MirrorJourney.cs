using SreGym.Oci.Client;
using SreGym.Oci.Mirroring;
using SreGym.Oci.References;
using SreGym.TestingHost.Registries;

namespace SreGym.Oci.Tests.Mirroring;

/// <summary>The copy of <c>app:v1</c> from one registry to another, with waits too short to notice.</summary>
internal static class MirrorJourney
{
    public const string Repository = "app";
    public const string Tag = "v1";

    public static MirrorOptions Options { get; } = new() { Backoff = TimeSpan.FromMilliseconds(1), MaximumBackoff = TimeSpan.FromMilliseconds(5) };

    public static ImageCopy Copy(InterceptedRegistry source, InterceptedRegistry target) => Copy(source, source.Client, target);

    public static ImageCopy Copy(InterceptedRegistry source, RegistryClient client, InterceptedRegistry target) => new()
    {
        Source = new RegistryImageSource(client, ImageReference.Create(source.Host, Repository, Tag)),
        Target = target.Client,
        TargetImage = ImageReference.Create(target.Host, Repository, Tag),
    };

    public static async Task<CopyProgress> RunAsync(ImageCopy copy, MirrorOptions? options = null)
    {
        using var mirror = new ImageMirror(options ?? Options);
        return await mirror.CopyAsync(copy, null, TestContext.Current.CancellationToken);
    }
}
