using System.Diagnostics;
using Grpc.Core;
using SreGym.Contracts;

namespace SreGym.Conductor.Targets.Aws;

/// <summary>
/// One Session Manager session that forwards a port of this machine to a port of an instance. Session Manager's own plugin carries the
/// data. The session is ended on disposal.
/// </summary>
internal sealed class SessionForward : IAsyncDisposable
{
    // The plugin takes the answer of StartSession, which holds a token, by the name of a variable: arguments can be read by every process.
    private const string ResponseVariable = "AWS_SSM_START_SESSION_RESPONSE";
    private const string ReadyLine = "Waiting for connections";

    private readonly Process _process;
    private readonly StartedSession _session;
    private readonly Task<string> _errors;
    private Task _output = Task.CompletedTask;

    private SessionForward(Process process, StartedSession session)
    {
        (_process, _session) = (process, session);
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Waits until the plugin has ended by itself.</summary>
    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Starts the plugin and waits until it listens.</summary>
    /// <param name="plugin">The command.</param>
    /// <param name="session">The session it is to carry.</param>
    /// <param name="cancellationToken">Ends the plugin and the session.</param>
    /// <exception cref="SreGymException">There is no such command, or it ended without listening.</exception>
    public static async Task<SessionForward> OpenAsync(string plugin, StartedSession session, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(
            plugin, [ResponseVariable, session.Region, "StartSession", "", session.Request, session.Endpoint.AbsoluteUri.TrimEnd('/')])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [ResponseVariable] = session.Response },
        };
        var forward = new SessionForward(Start(start), session);
        try
        {
            await forward.AwaitReadyAsync(cancellationToken);
            return forward;
        }
        catch
        {
            await forward.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        await _output.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _process.Dispose();
        await _session.TerminateAsync();
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw SessionManager.PluginMissing(start.FileName, missing);
        }
    }

    private async Task AwaitReadyAsync(CancellationToken cancellationToken)
    {
        var last = "";
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith(ReadyLine, StringComparison.Ordinal))
            {
                // A pipe that nobody reads would stop the plugin when it is full.
                _output = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return;
            }

            last = line.Trim().Length > 0 ? line.Trim() : last;
        }

        var error = (await _errors).Trim();
        throw new SreGymException(
            StatusCode.Unavailable,
            ErrorReasons.SubjectUnreachable,
            $"The session to instance {_session.Instance} ended before its port was open: {(error.Length > 0 ? error : last)} "
            + "Check that the instance runs and reaches Systems Manager (ssmmessages) in its region.");
    }
}
