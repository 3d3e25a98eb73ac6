using SreGym.Oci.Hosting;
using SreGym.Oci.Registry;
using SreGym.TestingHost.Processes;

namespace SreGym.Oci.Tests.Clients;

/// <summary>Our registry in a folder with one user, and other people's programs logged in to it.</summary>
public sealed class ClientRegistry : IAsyncLifetime
{
    public const string Username = "ops";
    public const string Password = "right";

    private StandaloneRegistry? _registry;

    public string Folder { get; } = Directory.CreateTempSubdirectory("clients-").FullName;

    public string Host => $"localhost:{_registry!.Address.Port}";

    public async ValueTask InitializeAsync()
    {
        var htpasswd = Path.Combine(Folder, "htpasswd");
        await File.WriteAllTextAsync(htpasswd, HtpasswdFile.FormatLine(Username, Password, "$2b$04$abcdefghijklmnopqrstuu"));
        _registry = await StandaloneRegistry.StartAsync(
            new StandaloneRegistryOptions { Storage = Path.Combine(Folder, "storage"), Port = 0, Htpasswd = htpasswd },
            TimeProvider.System,
            TestContext.Current.CancellationToken);
        var credentials = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{Username}:{Password}"));
        await File.WriteAllTextAsync(Path.Combine(Folder, "config.json"), $$$"""{"auths":{"{{{Host}}}":{"auth":"{{{credentials}}}"} } }""");
    }

    public async ValueTask DisposeAsync()
    {
        await _registry!.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>A new folder below <see cref="Folder"/>.</summary>
    public string MakeFolder(string name) => Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;

    /// <summary>Runs a program in a folder, logged in; skips the test when it is not installed.</summary>
    public async Task<string> RunAsync(string program, string folder, params string[] arguments)
    {
        var (exitCode, output, error) = await TryAsync(program, folder, arguments);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {exitCode}: {error}");
        return output.Trim();
    }

    /// <summary>The same for a program that may fail.</summary>
    public async Task<(int ExitCode, string Output, string Error)> TryAsync(string program, string folder, params string[] arguments)
    {
        var found = Find(program);
        return await ToolProcess.RunAsync(
            "/usr/bin/env",
            [$"--chdir={folder}", $"DOCKER_CONFIG={Folder}", $"REGISTRY_AUTH_FILE={Folder}/config.json", found, .. arguments],
            TestContext.Current.CancellationToken);
    }

    /// <summary>Full path of a program; skips the test when it is not installed.</summary>
    public static string Find(string program)
    {
        var found = ToolProcess.Find(program);
        Assert.SkipWhen(found is null, $"{program} is not installed: run eng/tools.sh and put its folder on the PATH.");
        return found;
    }
}
