using SreGym.TestingHost;
using SreGym.TestingHost.Processes;

namespace SreGym.Cli.Tests.Recovery;

/// <summary>The script <c>sregym</c>, beside a program that prints its arguments.</summary>
public sealed class DataFolderTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("script-");

    [Theory]
    [InlineData("cleanup --data {0}/artifacts/data --dry-run", "cleanup", "--dry-run")]
    [InlineData("recover --data {0}/artifacts/data --episode e", "recover", "--episode", "e")]
    [InlineData("cleanup --data mine", "cleanup", "--data", "mine")]
    [InlineData("cleanup --data=mine", "cleanup", "--data=mine")]
    public async Task Recovery_FromAnotherFolder_ReadsWhereTheRunBesideTheScriptWrites(string expected, params string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The script is bash's.");
        Assert.SkipWhen(ToolProcess.Find("dotnet") is null, "dotnet is not on the PATH.");
        var script = Prepare();

        var (exitCode, output, error) = await ToolProcess.RunAsync(
            "/usr/bin/env", ["--chdir=/", "bash", script, .. arguments], TestContext.Current.CancellationToken);

        Assert.True(exitCode == 0, error);
        Assert.Equal(string.Format(null, expected, _root.FullName), output.Trim());
    }

    public void Dispose() => _root.Delete(recursive: true);

    // What the script looks at before it decides that nothing is to be built.
    private string Prepare()
    {
        foreach (var folder in new[] { "tools", "libraries", "SreGym.ServiceDefaults", "protos", "artifacts/bin/SreGym.Cli/release" })
        {
            _root.CreateSubdirectory(folder);
        }

        Write("Directory.Build.props", "");
        var program = Write("artifacts/bin/SreGym.Cli/release/sregym", "#!/bin/sh\necho \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var stamp = Write("artifacts/built-sregym-ordinary", "");
        File.SetLastWriteTimeUtc(stamp, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1));
        var script = Path.Combine(_root.FullName, "sregym");
        File.Copy(Path.Combine(RepositoryFolder.Root, "sregym"), script);
        return script;
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_root.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
