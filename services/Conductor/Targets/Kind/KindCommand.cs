using System.Globalization;
using Grpc.Core;
using Microsoft.Extensions.Options;
using SreGym.Conductor.Storage;
using SreGym.Contracts;

namespace SreGym.Conductor.Targets.Kind;

/// <summary>The kind command line, unchanged.</summary>
internal sealed class KindCommand(IOptions<KindOptions> options, Folders folders)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

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
                $"The container engine does not answer ({LastLine(answer.Error)}): start it, and make sure that you may use it, or use --target embedded.",
            _ => null,
        };
    }

    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        var answer = await DemandAsync(["get", "clusters"], onLine: null, s_patience, cancellationToken);
        return answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

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
            await DemandAsync(
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

    public async Task<string> GetKubeconfigAsync(string name, CancellationToken cancellationToken) =>
        (await DemandAsync(["get", "kubeconfig", "--name", name], onLine: null, s_patience, cancellationToken)).Output;

    /// <summary>Deletes a cluster. Idempotent.</summary>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var scratch = Path.Combine(Folders.Ensure(folders.Episode(name)), "kind.kubeconfig");
        try
        {
            await DemandAsync(["delete", "cluster", "--name", name, "--kubeconfig", scratch], onLine: null, s_patience, cancellationToken);
        }
        finally
        {
            File.Delete(scratch);
        }
    }

    private async Task<CommandResult> DemandAsync(
        IReadOnlyList<string> arguments, Action<string>? onLine, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit);
        var answer = await CommandRunner.FindResultAsync(options.Value.Command, arguments, onLine, deadline.Token);
        return answer switch
        {
            null => throw Failed($"The command '{options.Value.Command}' is gone from the PATH."),
            { ExitCode: not 0 } => throw Failed($"'kind {arguments[0]} {arguments[1]}' ended with {answer.ExitCode}: {Summary(answer.Error)}"),
            _ => answer,
        };
    }

    private static async Task<CommandResult?> RunAsync(string command, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(s_patience);
        return await CommandRunner.FindResultAsync(command, arguments, onLine: null, deadline.Token);
    }

    // kind says what is wrong first and prints a stack of its own calls after that.
    private static string Summary(string error) =>
        error.Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(line => line.StartsWith("ERROR", StringComparison.Ordinal))?.Trim()
        ?? LastLine(error);

    private static string LastLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "it says nothing";

    private static SreGymException Failed(string message) => new(StatusCode.FailedPrecondition, ErrorReasons.SubjectUnreachable, message);
}
