using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace SreGym.Recovery.Kind;

/// <summary>Runs a command to its end; a cancelled one is killed with everything it has started.</summary>
public static class CommandRunner
{
    /// <summary>Runs it; what it has said when it has ended.</summary>
    /// <param name="command">Name on the PATH, or a path.</param>
    /// <param name="arguments">Arguments; no secrets, other processes see them.</param>
    /// <param name="onLine">Told every line of either output.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <returns>Null when there is no such command.</returns>
    public static async Task<CommandResult?> FindResultAsync(
        string command, IReadOnlyList<string> arguments, Action<string>? onLine, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A kubeconfig of the caller's is none of its business: every call names its own.
        start.Environment.Remove("KUBECONFIG");
        using var process = TryStart(start);
        if (process is null)
        {
            return null;
        }

        process.StandardInput.Close();
        var output = ReadAsync(process.StandardOutput, onLine, cancellationToken);
        var error = ReadAsync(process.StandardError, onLine, cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            return new CommandResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>What a command has said last.</summary>
    public static string LastLine(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "it says nothing";
    }

    private static Process? TryStart(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, Action<string>? onLine, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            text.AppendLine(line);
            onLine?.Invoke(line);
        }

        return text.ToString();
    }
}
