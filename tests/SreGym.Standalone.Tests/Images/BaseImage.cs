using System.Runtime.InteropServices;
using System.Text.Json;
using SreGym.Oci.Client;
using SreGym.Oci.Content;
using SreGym.Oci.References;

namespace SreGym.Standalone.Tests.Images;

/// <summary>
/// A stand-in for <c>mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled</c>, made of this machine's own files: the shared frameworks that
/// run the tests, the C library and OpenSSL, certificate authorities, and user <c>app</c> (1654). No shell and no package manager.
/// </summary>
internal static class BaseImage
{
    private const int AppUser = 1654;

    // What `ldd` says of the frameworks' native libraries, and OpenSSL, which they load by name.
    private static readonly string[] s_libraries =
    [
        "libc.so.6", "libcrypto.so.3", "libdl.so.2", "libgcc_s.so.1", "libm.so.6", "libpthread.so.0", "librt.so.1", "libssl.so.3", "libstdc++.so.6",
    ];

    private static readonly string[] s_folders = ["/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64"];

    private static readonly string[] s_authorities = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"];

    private static readonly string s_dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    /// <summary>Why it cannot be made here; null when it can.</summary>
    public static string? WhyNot => true switch
    {
        _ when !OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64 => "it is made of files of Linux on x64",
        _ when !File.Exists(Path.Combine(s_dotnet, "dotnet")) => $"'{s_dotnet}' holds no dotnet",
        _ => s_libraries.FirstOrDefault(library => FindLibrary(library) is null) is { } missing ? $"{missing} is not in {string.Join(", ", s_folders)}" : null,
    };

    /// <summary>Makes it and puts it into a registry.</summary>
    public static async Task PushAsync(RegistryClient registry, string repository, string tag, CancellationToken cancellationToken)
    {
        var layers = new[] { System(), Frameworks() };
        var config = new
        {
            architecture = "amd64",
            os = "linux",
            config = new
            {
                User = $"{AppUser}",
                Env = new[]
                {
                    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", $"APP_UID={AppUser}", "ASPNETCORE_HTTP_PORTS=8080",
                    "DOTNET_RUNNING_IN_CONTAINER=true", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=true", $"DOTNET_VERSION={Environment.Version}",
                },
            },
            rootfs = new { type = "layers", diff_ids = layers.Select(layer => layer.DiffId.ToString()) },
        };
        var manifest = new
        {
            schemaVersion = 2,
            mediaType = MediaTypes.OciManifest,
            config = await StoreAsync(registry, repository, MediaTypes.OciConfig, JsonSerializer.SerializeToUtf8Bytes(config), cancellationToken),
            layers = new[]
            {
                await StoreAsync(registry, repository, MediaTypes.OciLayerGzip, layers[0].Gzip, cancellationToken),
                await StoreAsync(registry, repository, MediaTypes.OciLayerGzip, layers[1].Gzip, cancellationToken),
            },
        };
        var content = new ManifestContent(MediaTypes.OciManifest, JsonSerializer.SerializeToUtf8Bytes(manifest));
        await registry.PutManifestAsync(repository, tag, content, cancellationToken);
    }

    private static (Digest DiffId, byte[] Gzip) System()
    {
        using var layer = new LayerArchive();
        layer.AddText("etc/passwd", $"root:x:0:0:root:/root:/bin/false\napp:x:{AppUser}:{AppUser}::/home/app:/bin/false\n")
            .AddText("etc/group", $"root:x:0:\napp:x:{AppUser}:\n")
            .AddText("etc/nsswitch.conf", "hosts: files dns\n")
            .AddFolder("home/app", AppUser)
            .AddFolder("tmp", mode: (UnixFileMode)0b001_111_111_111)
            .AddFile("/lib64/ld-linux-x86-64.so.2");
        foreach (var library in s_libraries)
        {
            layer.AddFile(FindLibrary(library)!);
        }

        foreach (var authorities in s_authorities.Where(File.Exists).Take(1))
        {
            layer.AddFile(authorities, "etc/ssl/certs/ca-certificates.crt");
        }

        return layer.Complete();
    }

    private static (Digest DiffId, byte[] Gzip) Frameworks()
    {
        const string Root = "usr/share/dotnet";
        using var layer = new LayerArchive();
        layer.AddFile(Path.Combine(s_dotnet, "dotnet"), $"{Root}/dotnet").AddLink("usr/bin/dotnet", $"/{Root}/dotnet");
        foreach (var part in new[]
        {
            "host/fxr/{0}", "shared/Microsoft.NETCore.App/{0}", "shared/Microsoft.AspNetCore.App/{0}",
        }.Select(name => string.Format(null, name, Environment.Version)))
        {
            layer.AddTree(Path.Combine(s_dotnet, part), $"{Root}/{part}");
        }

        return layer.Complete();
    }

    private static string? FindLibrary(string name) => s_folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static async Task<object> StoreAsync(
        RegistryClient registry, string repository, string mediaType, byte[] content, CancellationToken cancellationToken)
    {
        var digest = Digest.Compute(content);
        var start = await registry.StartUploadAsync(repository, digest, null, cancellationToken);
        using var body = new MemoryStream(content);
        await registry.UploadAsync(repository, start.Location!, digest, content.Length, body, cancellationToken);
        return new { mediaType, digest = digest.ToString(), size = content.Length };
    }
}
