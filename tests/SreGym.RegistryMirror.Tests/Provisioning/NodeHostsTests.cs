using System.Diagnostics;
using SreGym.Nodes;

namespace SreGym.RegistryMirror.Tests.Provisioning;

/// <summary>What the pods do on a node, done in a scratch folder.</summary>
public sealed class NodeHostsTests : IDisposable
{
    private const string Kubernetes = "[plugins.\"io.containerd.grpc.v1.cri\".registry]\n  config_path = \"/etc/containerd/certs.d\"\n";
    private static readonly NodeHosts s_hosts = NodeHosts.PlainHttp("10.96.0.5:5000");
    private readonly ScratchNode _node = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _node.Dispose();

    [Theory]
    [InlineData("/etc/containerd/config.toml", Kubernetes, "/etc/containerd/certs.d")]
    [InlineData(
        "/etc/containerd/config.toml",
        "[plugins.'io.containerd.cri.v1.images'.registry]\nconfig_path = '/etc/containerd/certs.d:/etc/docker/certs.d'\n",
        "/etc/containerd/certs.d")]
    [InlineData(
        "/var/lib/rancher/k3s/agent/etc/containerd/config.toml",
        "[plugins.\"io.containerd.grpc.v1.cri\".registry]\n  config_path = \"/var/lib/rancher/k3s/agent/etc/containerd/certs.d\"\n",
        "/var/lib/rancher/k3s/agent/etc/containerd/certs.d")]
    [InlineData("/etc/containerd/config.toml", "[plugins.'io.containerd.transfer.v1.local']\nconfig_path = '/elsewhere'\n", "/etc/containerd/certs.d")]
    public async Task Pod_RunsAndEnds_FileIsWhereContainerdLooksAndThenGone(string config, string content, string expected)
    {
        var root = _node.AddProcess("containerd", "--config", config);
        Write(root, config, content);
        var before = _node.List();

        using var pod = _node.Start(s_hosts);
        var said = await pod.StandardOutput.ReadLineAsync(Cancelled);
        var written = await File.ReadAllTextAsync($"{root}{expected}/10.96.0.5:5000/hosts.toml", Cancelled);
        await ScratchNode.EndAsync(pod, Cancelled);

        Assert.StartsWith($"{expected}/10.96.0.5:5000/hosts.toml", said, StringComparison.Ordinal);
        Assert.Contains("[host.\"http://10.96.0.5:5000\"]", written, StringComparison.Ordinal);
        Assert.Equal(before, _node.List());
    }

    [Fact]
    public async Task Pod_ConfigPathInAnImportedFileOfTheSecondContainerd_IsFound()
    {
        _node.AddProcess("containerd", "--config=/run/docker/containerd.toml");
        var root = _node.AddProcess("containerd", "-c", "/etc/c.toml");
        Write(root, "/etc/c.toml", "imports = [\"/etc/conf.d/*.toml\"]\n");
        Write(root, "/etc/conf.d/10-registry.toml", Kubernetes);

        using var pod = _node.Start(s_hosts);
        var said = await pod.StandardOutput.ReadLineAsync(Cancelled);
        await ScratchNode.EndAsync(pod, Cancelled);

        Assert.Equal("/etc/containerd/certs.d/10.96.0.5:5000/hosts.toml", said);
    }

    [Fact]
    public async Task Pod_NoConfigPath_UsesTheDefaultAndSaysSo()
    {
        _node.AddProcess("containerd");

        using var pod = _node.Start(s_hosts);
        var said = await pod.StandardOutput.ReadLineAsync(Cancelled);
        await ScratchNode.EndAsync(pod, Cancelled);

        Assert.Contains("/etc/containerd/config.toml names no config_path", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pod_FolderOfSomebodyElse_IsRefusedAndNotTouched()
    {
        var root = _node.AddProcess("containerd");
        Write(root, "/etc/containerd/certs.d/10.96.0.5:5000/hosts.toml", "server = \"https://mirror.example.org\"\n");
        var before = _node.List();

        using var pod = _node.Start(s_hosts);
        var error = await ReadRefusalAsync(pod);

        Assert.Equal(1, pod.ExitCode);
        Assert.Contains("/etc/containerd/certs.d/10.96.0.5:5000 is there already", error, StringComparison.Ordinal);
        Assert.Equal(before, _node.List());
    }

    [Fact]
    public async Task Pod_FolderThatContainerdReadsFirst_IsRefusedAndNotTouched()
    {
        var root = _node.AddProcess("containerd");
        Write(root, "/etc/containerd/certs.d/10.96.0.5_5000_/hosts.toml", "server = \"https://mirror.example.org\"\n");
        var before = _node.List();

        using var pod = _node.Start(s_hosts);
        var error = await ReadRefusalAsync(pod);

        Assert.Equal("/etc/containerd/certs.d/10.96.0.5_5000_ is there already: nothing was written", error.Trim());
        Assert.Equal(before, _node.List());
    }

    [Fact]
    public async Task Pod_RegistryThatLeadsNowhere_HasNoOtherAddressToFallBackTo()
    {
        var root = _node.AddProcess("containerd");
        Write(root, "/etc/containerd/config.toml", Kubernetes);
        var before = _node.List();

        using var pod = _node.Start(NodeHosts.Nowhere("docker.io"));
        await pod.StandardOutput.ReadLineAsync(Cancelled);
        var written = await File.ReadAllLinesAsync($"{root}/etc/containerd/certs.d/docker.io/hosts.toml", Cancelled);
        await ScratchNode.EndAsync(pod, Cancelled);

        Assert.Equal(
            ["server = \"http://127.0.0.1:9\"", "[host.\"http://127.0.0.1:9\"]", "  capabilities = [\"pull\", \"resolve\"]"],
            written.Where(line => !line.StartsWith('#')));
        Assert.Equal(before, _node.List());
    }

    [Fact]
    public async Task Pod_MustBeReadAndNoConfigPath_IsRefused()
    {
        _node.AddProcess("containerd");
        var before = _node.List();

        using var pod = _node.Start(NodeHosts.Nowhere("docker.io"));
        var error = await ReadRefusalAsync(pod);

        Assert.Equal("/etc/containerd/config.toml names no config_path for registries: nothing was written", error.Trim());
        Assert.Equal(before, _node.List());
    }

    [Fact]
    public async Task Pod_AfterOneThatWasKilled_TakesItsFileBackToo()
    {
        var root = _node.AddProcess("containerd");
        Write(root, "/etc/containerd/config.toml", Kubernetes);
        var before = _node.List();
        using var killed = _node.Start(s_hosts);
        await killed.StandardOutput.ReadLineAsync(Cancelled);
        killed.Kill(entireProcessTree: true);
        await killed.WaitForExitAsync(Cancelled);
        Assert.NotEqual(before, _node.List());

        using var pod = _node.Start(s_hosts);
        await pod.StandardOutput.ReadLineAsync(Cancelled);
        await ScratchNode.EndAsync(pod, Cancelled);

        Assert.Equal(before, _node.List());
    }

    [Fact]
    public async Task Pod_NoContainerd_SaysSo()
    {
        _node.AddProcess("dockerd");

        using var pod = _node.Start(s_hosts);
        var error = await ReadRefusalAsync(pod);

        Assert.Equal("no containerd runs on this node", error.Trim());
    }

    [Fact]
    public async Task Script_Shellcheck_IsClean()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(path => File.Exists(Path.Combine(path, "shellcheck"))),
            "shellcheck is not installed.");
        var script = NodeHostsPods.DaemonSet("registry-hosts", "platform-registry", s_hosts, "busybox:1.36").Spec.Template.Spec.Containers[0].Command[2];

        using var check = Process.Start(new ProcessStartInfo("shellcheck", ["-"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await check.StandardInput.WriteAsync(script.AsMemory(), Cancelled);
        check.StandardInput.Close();
        var output = await check.StandardOutput.ReadToEndAsync(Cancelled);
        await check.WaitForExitAsync(Cancelled);

        Assert.True(check.ExitCode == 0, output);
    }

    // A pod that writes says so and stays.
    private static async Task<string> ReadRefusalAsync(Process pod)
    {
        if (await pod.StandardOutput.ReadLineAsync(Cancelled) is { } written)
        {
            pod.Kill(entireProcessTree: true);
            Assert.Fail($"It has written {written}.");
        }

        var error = await pod.StandardError.ReadToEndAsync(Cancelled);
        await pod.WaitForExitAsync(Cancelled);
        return error;
    }

    private static void Write(string root, string path, string content)
    {
        Directory.CreateDirectory(root + Path.GetDirectoryName(path));
        File.WriteAllText(root + path, content);
    }
}
