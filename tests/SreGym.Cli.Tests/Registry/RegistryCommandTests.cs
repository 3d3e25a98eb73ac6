using SreGym.Oci.References;

namespace SreGym.Cli.Tests.Registry;

public sealed class RegistryCommandTests : IDisposable
{
    private readonly string _storage = Directory.CreateTempSubdirectory("registry-command-").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        Directory.Delete(_storage, recursive: true);
    }

    [Fact]
    public async Task Collect_FolderWithAnUnusedBlob_RemovesIt()
    {
        var digest = Digest.Compute("unused"u8);
        using (var registry = await RegistryProcess.StartAsync(_storage, Cancelled))
        using (var http = new HttpClient())
        using (var body = new ByteArrayContent("unused"u8.ToArray()))
        {
            using var pushed = await http.PostAsync(new Uri(registry.Address, $"/v2/a/blobs/uploads/?digest={digest}"), body, Cancelled);
            Assert.Equal(201, (int)pushed.StatusCode);
            await registry.KillAsync();
        }

        var code = new Cli.Registry.RegistryRun(_output, _error).Collect(_storage);

        Assert.Equal((0, ""), (code, _error.ToString()));
        Assert.Equal("removed 1 blobs, 6 bytes; 1 no longer listed", _output.ToString().Trim());
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_storage, "blobs"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Collect_FolderThatIsServed_IsRefused()
    {
        using var registry = await RegistryProcess.StartAsync(_storage, Cancelled);

        var code = new Cli.Registry.RegistryRun(_output, _error).Collect(_storage);

        Assert.Equal(2, code);
        Assert.Contains("in use by another process", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Collect_NoFolder_IsRefused()
    {
        var code = new Cli.Registry.RegistryRun(_output, _error).Collect(Path.Combine(_storage, "nothing"));

        Assert.Equal(2, code);
        Assert.Contains("is no folder", _error.ToString(), StringComparison.Ordinal);
    }
}
