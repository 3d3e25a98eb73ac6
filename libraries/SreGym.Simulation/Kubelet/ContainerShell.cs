using System.Text;
using System.Text.Json.Nodes;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.Json;
using SreGym.Simulation.Kubelet.Pods;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Kubelet;

/// <summary>A few commands inside a simulated container: enough to look around.</summary>
internal sealed class ContainerShell(ClusterApi api, JsonObject pod, string containerName)
{
    private const int NotFound = 127;

    private readonly JsonObject _container =
        pod.Objects("spec", "containers").Concat(pod.Objects("spec", "initContainers")).First(item => item.FindText("name") == containerName);

    public ExecResult Run(IReadOnlyList<string> command) => command switch
    {
        ["sh" or "/bin/sh" or "bash" or "/bin/bash", "-c", var script, ..] => RunScript(script),
        ["sh" or "/bin/sh" or "bash" or "/bin/bash", ..] => Succeed(""),
        _ => RunOne(command),
    };

    private ExecResult RunScript(string script)
    {
        var output = new StringBuilder();
        foreach (var line in script.Split([";", "&&", "\n"], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var result = RunOne([.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim('"', '\''))]);
            output.Append(result.Output);
            if (result.ExitCode != 0)
            {
                return result with { Output = output.ToString() };
            }
        }

        return Succeed(output.ToString());
    }

    private ExecResult RunOne(IReadOnlyList<string> words) => words[0] switch
    {
        "echo" => Succeed(string.Join(' ', words.Skip(1)) + "\n"),
        "true" => Succeed(""),
        "false" => new ExecResult(1, "", ""),
        "exit" => new ExecResult(words.Count > 1 && int.TryParse(words[1], out var code) ? code : 0, "", ""),
        "hostname" => Succeed($"{pod.FindText("spec", "hostname") ?? pod.FindText("metadata", "name")}\n"),
        "id" => Succeed("uid=0(root) gid=0(root) groups=0(root)\n"),
        "whoami" => Succeed("root\n"),
        "pwd" => Succeed("/\n"),
        "env" or "printenv" => Succeed(Environment()),
        "cat" when words.Count > 1 => Show(words[1]),
        "ls" => List(words.Skip(1).LastOrDefault(word => !word.StartsWith('-')) ?? "/"),
        _ => new ExecResult(NotFound, "", $"sh: {words[0]}: not found\n"),
    };

    private string Environment()
    {
        var environment = new ContainerEnvironment(api, pod.FindText("metadata", "namespace") ?? "", _container);
        var names = _container.Objects("env").Select(variable => variable.FindText("name")).OfType<string>();
        return string.Concat(names.Select(name => $"{name}={environment.Find(name)}\n").Prepend($"HOSTNAME={pod.FindText("metadata", "name")}\n"));
    }

    private ExecResult Show(string path)
    {
        var slash = path.LastIndexOf('/');
        var files = slash < 0 ? null : Files(path[..Math.Max(1, slash)]);
        return files is not null && files.TryGetValue(path[(slash + 1)..], out var content)
            ? Succeed(content)
            : new ExecResult(1, "", $"cat: can't open '{path}': No such file or directory\n");
    }

    private ExecResult List(string path) => Files(path.Length > 1 ? path.TrimEnd('/') : path) is { } files
        ? Succeed(string.Concat(files.Keys.Order(StringComparer.Ordinal).Select(name => name + "\n")))
        : path == "/"
            ? Succeed("bin\ndev\netc\nproc\nsys\ntmp\nusr\nvar\n")
            : new ExecResult(1, "", $"ls: {path}: No such file or directory\n");

    /// <summary>The files of a folder that a Secret or ConfigMap is mounted at.</summary>
    private Dictionary<string, string>? Files(string folder)
    {
        var mount = _container.Objects("volumeMounts").FirstOrDefault(item => item.FindText("mountPath")?.TrimEnd('/') == folder);
        var volume = pod.Objects("spec", "volumes").FirstOrDefault(item => mount is not null && item.FindText("name") == mount.FindText("name"));
        var space = pod.FindText("metadata", "namespace");
        if (volume.FindText("secret", "secretName") is { } secret)
        {
            return api.Find(ResourceTypes.Secrets, space, secret)?.Parse().TextMap("data")
                .ToDictionary(file => file.Key, file => Encoding.UTF8.GetString(Convert.FromBase64String(file.Value)));
        }

        return volume.FindText("configMap", "name") is { } map
            ? api.Find(ResourceTypes.ConfigMaps, space, map)?.Parse().TextMap("data").ToDictionary(file => file.Key, file => file.Value)
            : null;
    }

    private static ExecResult Succeed(string output) => new(0, output, "");
}
