using System.Formats.Tar;
using System.Text;
using System.Text.Json;
using SreGym.Oci.References;
using SreGym.TestingHost.Processes;
using SreGym.TestingHost.Registries;

namespace SreGym.Cli.Tests.Mirror;

/// <summary>Images that lie in folders and files: OCI layouts and what <c>docker save</c> writes.</summary>
public sealed class ArchiveSourceTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("archives-").FullName;
    private InterceptedRegistry? _target;
    private RegistryServer? _catalogue;

    private InterceptedRegistry Target => _target!;

    private string Busybox => $"docker://127.0.0.1:{_catalogue!.Address.Port}/library/busybox:1.36";

    private string Archive => Path.Combine(_folder, "images.tar");

    public async ValueTask InitializeAsync() => (_target, _catalogue) = (await InterceptedRegistry.StartAsync(), await RegistryServer.StartAsync());

    public async ValueTask DisposeAsync()
    {
        await Target.DisposeAsync();
        await _catalogue!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Mirror_LayoutThatSkopeoWrote_KeepsTheDigest()
    {
        var layout = Path.Combine(_folder, "layout");
        await SkopeoAsync("copy", "--all", "--src-tls-verify=false", Busybox, $"oci:{layout}:v1");
        await SkopeoAsync("copy", "--src-tls-verify=false", Busybox, $"oci:{layout}:single");

        var call = await MirrorCall.RunAsync($"oci:{layout}:v1", $"{Target.Host}/busybox");
        var again = await MirrorCall.RunAsync($"oci:{layout}:v1", $"{Target.Host}/busybox");

        Assert.Equal((0, "", 0, ""), (call.ExitCode, call.Error, again.ExitCode, again.Error));
        var raw = await SkopeoAsync("inspect", "--raw", $"oci:{layout}:v1");
        Assert.Equal(Digest.Compute(Encoding.UTF8.GetBytes(raw)), Target.Find("busybox", "v1"));
        Assert.StartsWith("nothing to copy", again.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mirror_ArchiveThatSkopeoWrote_KeepsTheConfiguration()
    {
        await SkopeoAsync(
            "copy", "--src-tls-verify=false", "--additional-tag", "example.com/busybox:other", Busybox, $"docker-archive:{Archive}:example.com/busybox:1.36");

        var call = await MirrorCall.RunAsync($"docker-archive:{Archive}", $"{Target.Host}/busybox:v1");
        var byName = await MirrorCall.RunAsync($"docker-archive:{Archive}:example.com/busybox:other", $"{Target.Host}/busybox");

        Assert.Equal((0, "", 0, ""), (call.ExitCode, call.Error, byName.ExitCode, byName.Error));
        var config = Target.Volume.FindManifest("busybox", "v1")!.ReadManifest().Config.Digest;
        var expected = await SkopeoAsync("inspect", "--config", "--raw", "--tls-verify=false", Busybox);
        Assert.Equal(Digest.Compute(Encoding.UTF8.GetBytes(expected)).ToString(), config);
        Assert.Equal(Target.Find("busybox", "v1"), Target.Find("busybox", "other"));
        Assert.StartsWith("nothing to copy", (await MirrorCall.RunAsync($"docker-archive:{Archive}", $"{Target.Host}/busybox:v1")).Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mirror_ArchiveOfSeveralImages_TakesTheOneThatIsNamed()
    {
        WriteArchive(("example.com/a:v1", "layer of a"), ("example.com/b:v2", "layer of b"));

        var call = await MirrorCall.RunAsync($"docker-archive:{Archive}:v2", $"{Target.Host}/b");

        Assert.Equal((0, ""), (call.ExitCode, call.Error));
        var layer = Assert.Single(Target.Volume.FindManifest("b", "v2")!.ReadManifest().Layers);
        Assert.Equal(Digest.Compute("layer of b"u8).ToString(), layer.Digest);
    }

    [Theory]
    [InlineData("", "holds several images: name one, docker-archive:ARCHIVE:<tag>. It has example.com/a:v1, example.com/b:v2.")]
    [InlineData(":v3", "ARCHIVE holds no image v3: it has example.com/a:v1, example.com/b:v2.")]
    public async Task Mirror_ArchiveWithoutTheImage_SaysWhatItHolds(string tag, string expected)
    {
        WriteArchive(("example.com/a:v1", "layer of a"), ("example.com/b:v2", "layer of b"));

        var call = await MirrorCall.RunAsync($"docker-archive:{Archive}{tag}", $"{Target.Host}/b:v2");

        Assert.Equal(1, call.ExitCode);
        Assert.StartsWith($"sregym: Cannot copy docker-archive:{Archive}{tag} to {Target.Host}/b:v2: ", call.Error, StringComparison.Ordinal);
        Assert.Contains(expected.Replace("ARCHIVE", Archive, StringComparison.Ordinal), call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mirror_ArchiveWithADamagedLayer_StoresNoImage()
    {
        WriteArchive(("example.com/a:v1", "layer of a"));
        var bytes = await File.ReadAllBytesAsync(Archive, TestContext.Current.CancellationToken);
        bytes.AsSpan()[bytes.AsSpan().IndexOf("layer of a"u8)] = (byte)'L';
        await File.WriteAllBytesAsync(Archive, bytes, TestContext.Current.CancellationToken);

        var call = await MirrorCall.RunAsync($"docker-archive:{Archive}", $"{Target.Host}/a:v1");

        Assert.Equal((1, null), (call.ExitCode, Target.Find("a", "v1")));
        Assert.Contains("content verification failed", call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mirror_FileThatIsNoTar_SaysSo()
    {
        await File.WriteAllTextAsync(Archive, new string('x', 4096), TestContext.Current.CancellationToken);

        var call = await MirrorCall.RunAsync($"docker-archive:{Archive}", $"{Target.Host}/a:v1");

        Assert.Equal(1, call.ExitCode);
        Assert.Contains($"{Archive} is not a tar, or a compressed one: unpack it first (gunzip).", call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mirror_FolderThatIsNoLayout_SaysSo()
    {
        var call = await MirrorCall.RunAsync($"oci:{_folder}", $"{Target.Host}/a:v1");

        Assert.Equal(1, call.ExitCode);
        Assert.Contains($"{_folder} is no OCI layout: oci-layout or index.json is missing in it.", call.Error, StringComparison.Ordinal);
    }

    private void WriteArchive(params (string Name, string Layer)[] images)
    {
        using var tar = new TarWriter(File.Create(Archive), TarEntryFormat.Ustar);
        var list = new List<object>();
        foreach (var (name, layer) in images)
        {
            var config = JsonSerializer.SerializeToUtf8Bytes(new
            {
                os = "linux",
                architecture = "amd64",
                rootfs = new { type = "layers", diff_ids = new[] { Digest.Compute(Encoding.UTF8.GetBytes(layer)).ToString() } },
            });
            var id = Digest.Compute(config).Hex;
            Add(tar, $"{id}.json", config);
            Add(tar, $"{id}/layer.tar", Encoding.UTF8.GetBytes(layer));
            list.Add(new { Config = $"{id}.json", RepoTags = new[] { name }, Layers = new[] { $"{id}/layer.tar" } });
        }

        Add(tar, "manifest.json", JsonSerializer.SerializeToUtf8Bytes(list));
    }

    private static void Add(TarWriter tar, string name, byte[] content) =>
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });

    private static async Task<string> SkopeoAsync(params string[] arguments)
    {
        var skopeo = ToolProcess.Find("skopeo");
        Assert.SkipWhen(skopeo is null, "skopeo is not installed: run eng/tools.sh and put its folder on the PATH.");
        var (exitCode, output, error) = await ToolProcess.RunAsync(skopeo, ["--insecure-policy", .. arguments], TestContext.Current.CancellationToken);
        Assert.True(exitCode == 0, $"skopeo {arguments[0]} ended with {exitCode}: {error}");
        return output;
    }
}
