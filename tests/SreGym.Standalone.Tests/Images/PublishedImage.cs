using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using SreGym.Oci.Content;
using SreGym.Oci.References;
using SreGym.Oci.Registry;
using SreGym.TestingHost;
using SreGym.TestingHost.Processes;
using SreGym.TestingHost.Registries;

namespace SreGym.Standalone.Tests.Images;

/// <summary>
/// The image as <c>dotnet publish -t:PublishContainer</c> makes it of what the tests were built of, on a base made here, from and to a registry of
/// ours that demands a login. Nothing is compiled.
/// </summary>
public sealed class PublishedImage : IAsyncLifetime
{
    private const string Repository = "sregym";
    private const string BaseRepository = "dotnet/aspnet";
    private const string BaseTag = "10.0-noble-chiseled";
    private const string User = "publisher";

    /// <summary>Opens the registry; must not be in the image.</summary>
    internal const string Password = "correct-horse-4711";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("image-");
    private InterceptedRegistry? _registry;

    /// <summary>Why there is no image; null when there is one.</summary>
    public string? WhyNot { get; private set; } = "it was not published";

    /// <summary>Its configuration, as JSON.</summary>
    internal string ConfigJson { get; private set; } = "";

    /// <summary>How it is run.</summary>
    internal ContainerDefaults Defaults { get; private set; } = new();

    /// <summary>Paths of the files in what the SDK has put on top of the base.</summary>
    internal IReadOnlySet<string> Files { get; private set; } = new HashSet<string>();

    /// <summary>Where it can be had, as a reference and for whom.</summary>
    internal (string Reference, string User, string Password) Source => ($"{_registry!.Host}/{Repository}:latest", User, Password);

    public async ValueTask InitializeAsync()
    {
        var dotnet = ToolProcess.Find("dotnet");
        WhyNot = dotnet is null ? "dotnet is not on the PATH" : BaseImage.WhyNot;
        if (WhyNot is not null)
        {
            return;
        }

        var cancellation = TestContext.Current.CancellationToken;
        _registry = await InterceptedRegistry.StartAsync(
            users: HtpasswdFile.Parse(HtpasswdFile.FormatLine(User, Password, "$2b$04$abcdefghijklmnopqrstuu")));
        var client = _registry.Connect(new(User, Password));
        await BaseImage.PushAsync(client, BaseRepository, BaseTag, cancellation);
        await PublishAsync(dotnet!, cancellation);

        var manifest = Read<ImageManifest>((await client.GetManifestAsync(Repository, "latest", cancellation)).Bytes.Span);
        await using (var config = await client.OpenBlobAsync(Repository, Digest.Parse(manifest.Config.Digest), null, cancellation))
        using (var reader = new StreamReader(config))
        {
            ConfigJson = await reader.ReadToEndAsync(cancellation);
            Defaults = Read<ImageConfig>(System.Text.Encoding.UTF8.GetBytes(ConfigJson)).Config!;
        }

        await using var layer = await client.OpenBlobAsync(Repository, Digest.Parse(manifest.Layers[^1].Digest), null, cancellation);
        Files = await ListAsync(layer, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_registry is not null)
        {
            await _registry.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private async Task PublishAsync(string dotnet, CancellationToken cancellationToken)
    {
        var login = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{User}:{Password}"));
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, "config.json"), $$$"""{"auths":{"{{{_registry!.Host}}}":{"auth":"{{{login}}}"} } }""", cancellationToken);
        string[] arguments =
        [
            $"DOCKER_CONFIG={_folder.FullName}", dotnet, "publish", Path.Combine(RepositoryFolder.Root, "services", "Standalone"), "--no-build",
            "--configuration", new DirectoryInfo(AppContext.BaseDirectory).Name, "-target:PublishContainer",
            $"-property:ContainerBaseImage={_registry.Host}/{BaseRepository}:{BaseTag}", $"-property:ContainerRegistry={_registry.Host}",
            $"-property:PublishDir={_folder.FullName}/publish/", "-nodeReuse:false", "-verbosity:quiet", "-nologo", "-tl:off",
        ];
        var (exitCode, output, error) = await ToolProcess.RunAsync("/usr/bin/env", arguments, cancellationToken, s_limit);
        Assert.True(exitCode == 0, $"dotnet publish ended with {exitCode}: {output}{error}");
    }

    private static T Read<T>(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<T>(json, JsonSerializerOptions.Web)!;

    private static async Task<HashSet<string>> ListAsync(Stream layer, CancellationToken cancellationToken)
    {
        var files = new HashSet<string>(StringComparer.Ordinal);
        await using var content = new GZipStream(layer, CompressionMode.Decompress);
        await using var tar = new TarReader(content);
        while (await tar.GetNextEntryAsync(cancellationToken: cancellationToken) is { } entry)
        {
            if (entry.EntryType is not TarEntryType.Directory)
            {
                files.Add("/" + entry.Name.TrimStart('.', '/'));
            }
        }

        return files;
    }
}
