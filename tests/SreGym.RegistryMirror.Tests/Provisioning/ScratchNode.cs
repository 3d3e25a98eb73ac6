using System.Diagnostics;
using SreGym.Nodes;

namespace SreGym.RegistryMirror.Tests.Provisioning;

/// <summary>A folder in the role of a node: its processes and, behind each, its files. What the DaemonSet runs on a node runs here.</summary>
internal sealed class ScratchNode : IDisposable
{
    private const int Terminate = 15;
    private readonly string _folder = Directory.CreateTempSubdirectory("sregym-node-").FullName;
    private int _processes;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Lets a process run whose files are below the folder that is returned.</summary>
    public string AddProcess(string name, params string[] arguments)
    {
        var process = Path.Combine(_folder, "proc", $"{++_processes}");
        Directory.CreateDirectory(Path.Combine(process, "root"));
        File.WriteAllText(Path.Combine(process, "comm"), name + "\n");
        File.WriteAllText(Path.Combine(process, "cmdline"), string.Join('\0', [name, .. arguments]) + "\0");
        return Path.Combine(process, "root");
    }

    /// <summary>Every file and folder of the node, with the content of files.</summary>
    public IReadOnlyList<string> List() =>
        [.. Directory.EnumerateFileSystemEntries(Path.Combine(_folder, "proc"), "*", SearchOption.AllDirectories)
            .Select(path => File.Exists(path) ? $"{path}\n{File.ReadAllText(path)}" : path)
            .Order(StringComparer.Ordinal)];

    /// <summary>Starts what a pod of the DaemonSet runs.</summary>
    public Process Start(NodeHosts hosts)
    {
        var container = NodeHostsPods.DaemonSet("registry-hosts", "platform-registry", hosts, "busybox:1.36").Spec.Template.Spec.Containers[0];
        var start = new ProcessStartInfo(container.Command[0], container.Command.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var variable in container.Env)
        {
            start.Environment[variable.Name] = variable.Value;
        }

        start.Environment["PROC"] = Path.Combine(_folder, "proc");
        start.Environment["READY"] = Path.Combine(_folder, "ready");
        return Process.Start(start)!;
    }

    /// <summary>Ends it as a kubelet does.</summary>
    public static async Task EndAsync(Process process, CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", [$"-{Terminate}", $"{process.Id}"]);
        await kill.WaitForExitAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
    }
}
