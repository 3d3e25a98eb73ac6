using Grpc.Core;
using SreGym.Contracts;

namespace SreGym.Recovery.Kind;

/// <summary>The clusters that the kind command line knows.</summary>
/// <param name="command">The command, on the PATH or with its path.</param>
public sealed class KindClusters(string command)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    /// <summary>Their names.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        var answer = await DemandAsync(["get", "clusters"], onLine: null, s_patience, cancellationToken);
        return answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>A document with the administrator's access.</summary>
    public async Task<string> GetKubeconfigAsync(string name, CancellationToken cancellationToken) =>
        (await DemandAsync(["get", "kubeconfig", "--name", name], onLine: null, s_patience, cancellationToken)).Output;

    /// <summary>Deletes a cluster. Idempotent.</summary>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        // kind takes what it deletes out of a kubeconfig: a file of ours, not the user's.
        var scratch = Directory.CreateTempSubdirectory("sregym-kind-");
        try
        {
            await DemandAsync(
                ["delete", "cluster", "--name", name, "--kubeconfig", Path.Combine(scratch.FullName, "kubeconfig")],
                onLine: null,
                s_patience,
                cancellationToken);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    /// <summary>Runs a command of kind's that must succeed.</summary>
    /// <exception cref="SreGymException">It is not there, or ends with an error; the message has what kind says.</exception>
    public async Task<CommandResult> DemandAsync(
        IReadOnlyList<string> arguments, Action<string>? onLine, TimeSpan limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var answer = await FindResultAsync(arguments, onLine, limit, cancellationToken);
        return answer switch
        {
            null => throw Failed($"The command '{command}' is not on the PATH."),
            { ExitCode: not 0 } => throw Failed($"'kind {arguments[0]} {arguments[1]}' ended with {answer.ExitCode}: {Summary(answer.Error)}"),
            _ => answer,
        };
    }

    private async Task<CommandResult?> FindResultAsync(
        IReadOnlyList<string> arguments, Action<string>? onLine, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit);
        try
        {
            return await CommandRunner.FindResultAsync(command, arguments, onLine, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed($"'kind {arguments[0]} {arguments[1]}' has not ended within {limit.TotalSeconds:0} s: look whether the container engine answers.");
        }
    }

    // kind says what is wrong first and prints a stack of its own calls after that.
    private static string Summary(string error) =>
        error.Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(line => line.StartsWith("ERROR", StringComparison.Ordinal))?.Trim()
        ?? CommandRunner.LastLine(error);

    private static SreGymException Failed(string message) => new(StatusCode.FailedPrecondition, ErrorReasons.SubjectUnreachable, message);
}
