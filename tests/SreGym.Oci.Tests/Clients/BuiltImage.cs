using SreGym.Oci.Content;
using SreGym.Oci.References;
using SreGym.Oci.Tests.Registry;

namespace SreGym.Oci.Tests.Clients;

/// <summary>A one-file image, built from nothing, for the clients that need one.</summary>
internal static class BuiltImage
{
    /// <summary>Pushes it under a name of our registry by means of skopeo, from a layout made by hand; returns its digest.</summary>
    public static async Task<string> PushAsync(ClientRegistry registry, string name)
    {
        var folder = registry.MakeFolder($"image-{name.Replace('/', '-').Replace(':', '-')}");
        var layout = Path.Combine(folder, "layout");
        await File.WriteAllTextAsync(Path.Combine(folder, "hello.txt"), $"hello {name}\n");
        await registry.RunAsync("tar", folder, "--create", "--gzip", "--sort=name", "--owner=0", "--group=0", "--mtime=@0", "--file=layer.tar.gz", "hello.txt");
        await registry.RunAsync("tar", folder, "--create", "--sort=name", "--owner=0", "--group=0", "--mtime=@0", "--file=layer.tar", "hello.txt");
        var (layer, diff) = (await File.ReadAllBytesAsync(Path.Combine(folder, "layer.tar.gz")), await File.ReadAllBytesAsync(Path.Combine(folder, "layer.tar")));
        var config = Store(layout, System.Text.Encoding.UTF8.GetBytes(
            $$$"""{"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":["{{{Digest.Compute(diff)}}}"]}}"""));
        var blob = Store(layout, layer);
        var manifest = RegistryManifest(config, blob);
        var digest = Store(layout, manifest).Digest;
        await File.WriteAllTextAsync(Path.Combine(layout, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""");
        await File.WriteAllTextAsync(Path.Combine(layout, "index.json"), $$$"""
            {"schemaVersion":2,"manifests":[{"mediaType":"{{{MediaTypes.OciManifest}}}","digest":"{{{digest}}}","size":{{{manifest.Length}}}}]}
            """);
        await registry.RunAsync("skopeo", folder, "--insecure-policy", "copy", "--dest-tls-verify=false", $"oci:{layout}", $"docker://{registry.Host}/{name}");
        return digest;
    }

    private static byte[] RegistryManifest((string Digest, int Size) config, (string Digest, int Size) layer) =>
        RegistryFixture.Manifest(
            Digest.Parse(config.Digest), config.Size, Digest.Parse(layer.Digest), layer.Size).Bytes.ToArray();

    private static (string Digest, int Size) Store(string layout, byte[] content)
    {
        var digest = Digest.Compute(content);
        Directory.CreateDirectory(Path.Combine(layout, "blobs", "sha256"));
        File.WriteAllBytes(Path.Combine(layout, "blobs", "sha256", digest.Hex), content);
        return (digest.ToString(), content.Length);
    }
}
