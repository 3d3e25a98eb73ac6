using System.Diagnostics;

namespace SreGym.Oci.Tests.Clients;

/// <summary>Engines that build, push and pull: buildah, podman and containerd of Debian's packages, against our registry. They need root.</summary>
public sealed class EngineTests(ClientRegistry registry) : IClassFixture<ClientRegistry>
{
    [Theory]
    [InlineData("buildah")]
    [InlineData("podman")]
    public async Task PullAndPush_Image_KeepsItsContent(string engine)
    {
        Assert.SkipUnless(Environment.UserName == "root", $"{engine} is run as root only.");
        ClientRegistry.Find(engine);
        await BuiltImage.PushAsync(registry, $"{engine}/app:v1");
        string[] storage = [$"--root={registry.MakeFolder(engine + "-root")}", $"--runroot={registry.MakeFolder(engine + "-run")}", "--storage-driver=vfs"];

        await registry.RunAsync(engine, registry.Folder, [.. storage, "pull", "--tls-verify=false", $"{registry.Host}/{engine}/app:v1"]);
        await registry.RunAsync(engine, registry.Folder, [.. storage, "tag", $"{registry.Host}/{engine}/app:v1", $"{registry.Host}/{engine}/other:v2"]);
        await registry.RunAsync(engine, registry.Folder, [.. storage, "push", "--tls-verify=false", $"{registry.Host}/{engine}/other:v2"]);

        Assert.Equal(await ConfigAsync($"{engine}/app:v1"), await ConfigAsync($"{engine}/other:v2"));
    }

    [Fact]
    public async Task Pull_WithCtr_UnpacksTheImage()
    {
        Assert.SkipUnless(Environment.UserName == "root", "containerd is run as root only.");
        ClientRegistry.Find("ctr");
        var digest = await BuiltImage.PushAsync(registry, "ctr/app:v1");
        var folder = registry.MakeFolder("containerd");
        using var containerd = await StartContainerdAsync(folder);
        try
        {
            await registry.RunAsync(
                "ctr", folder, "--address", $"{folder}/sock", "images", "pull", "--plain-http", "--snapshotter", "native",
                "--user", $"{ClientRegistry.Username}:{ClientRegistry.Password}", $"{registry.Host}/ctr/app:v1");

            Assert.Contains(digest, await registry.RunAsync("ctr", folder, "--address", $"{folder}/sock", "images", "ls"), StringComparison.Ordinal);
        }
        finally
        {
            containerd.Kill(entireProcessTree: true);
            await containerd.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<Process> StartContainerdAsync(string folder)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "config.toml"), $"""
            version = 2
            root = "{folder}/root"
            state = "{folder}/state"
            disabled_plugins = ["io.containerd.grpc.v1.cri"]
            [grpc]
            address = "{folder}/sock"
            """);
        var containerd = Process.Start(new ProcessStartInfo(ClientRegistry.Find("containerd"), ["--config", Path.Combine(folder, "config.toml")])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var booted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        containerd.ErrorDataReceived += (_, line) =>
        {
            if (line.Data?.Contains("successfully booted", StringComparison.Ordinal) == true)
            {
                booted.TrySetResult();
            }
        };
        containerd.BeginErrorReadLine();
        await booted.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        return containerd;
    }

    private Task<string> ConfigAsync(string image) => registry.RunAsync(
        "skopeo", registry.Folder, "inspect", "--config", "--tls-verify=false", $"docker://{registry.Host}/{image}");
}
