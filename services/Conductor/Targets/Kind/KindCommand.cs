using System.Globalization;
using Microsoft.Extensions.Options;
using SreGym.Conductor.Storage;
using SreGym.Recovery.Kind;

namespace SreGym.Conductor.Targets.Kind;

/// <summary>The kind command line, unchanged.</summary>
internal sealed class KindCommand(IOptions<KindOptions> options, Folders folders)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly KindClusters _clusters = new(options.Value.Command);

    /// <summary>Null when kind and its container engine can be used, else what is in the way and the remedy.</summary>
    public async Task<string?> FindObstacleAsync(CancellationToken cancellationToken)
    {
        var (command, engine) = (options.Value.Command, options.Value.EngineCommand);
        if (await RunAsync(command, ["version"], cancellationToken) is null)
        {
            return $"Target 'kind' needs the command '{command}', which is not on the PATH: install it from https://kind.sigs.k8s.io, "
                + "or use --target embedded, which needs nothing.";
        }

        return await RunAsync(engine, ["info", "--format", "{{.ServerVersion}}"], cancellationToken) switch
        {
            null => $"Target 'kind' needs the command '{engine}', which is not on the PATH: install Docker Engine (https://docs.docker.com/engine/install), "
                + "or use --target embedded, which needs nothing.",
            { ExitCode: not 0 } answer =>
                $"The container engine does not answer ({CommandRunner.LastLine(answer.Error)}): start it, and make sure that you may use it, or use --target embedded.",
            _ => null,
        };
    }

    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => _clusters.ListAsync(cancellationToken);

    /// <summary>Creates a cluster whose nodes are ready when this returns.</summary>
    public async Task CreateAsync(string name, int workers, string? nodeImage, Action<string> onLine, CancellationToken cancellationToken)
    {
        var folder = Folders.Ensure(folders.Episode(name));
        var configuration = Path.Combine(folder, "kind.yaml");
        await File.WriteAllTextAsync(configuration, KindConfiguration.Write(workers), cancellationToken);
        var limit = options.Value.CreateTimeLimit;
        var wait = string.Create(CultureInfo.InvariantCulture, $"{limit.TotalSeconds:0}s");
        // kind adds what it makes to a kubeconfig: a file of ours, not the user's.
        var scratch = Path.Combine(folder, "kind.kubeconfig");
        try
        {
            await _clusters.DemandAsync(
                [
                    "create", "cluster", "--name", name, "--config", configuration, "--kubeconfig", scratch, "--wait", wait,
                    .. nodeImage is null ? (string[])[] : ["--image", nodeImage],
                ],
                onLine,
                limit + s_patience,
                cancellationToken);
        }
        finally
        {
            File.Delete(scratch);
        }
    }

    public Task<string> GetKubeconfigAsync(string name, CancellationToken cancellationToken) => _clusters.GetKubeconfigAsync(name, cancellationToken);

    /// <summary>Deletes a cluster. Idempotent.</summary>
    public Task DeleteAsync(string name, CancellationToken cancellationToken) => _clusters.DeleteAsync(name, cancellationToken);

    private static async Task<CommandResult?> RunAsync(string command, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(s_patience);
        return await CommandRunner.FindResultAsync(command, arguments, onLine: null, deadline.Token);
    }
}
