using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using SreGym.Oci.Client;

namespace SreGym.Oci.Credentials;

/// <summary>A program <c>docker-credential-…</c> of the PATH. Secrets pass over its standard input and output only.</summary>
internal sealed class CredentialHelper(string name, TimeProvider time)
{
    private const string TokenUser = "<token>";
    private const int MaximumAnswer = 64 * 1024;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private string Program => $"docker-credential-{name}";

    /// <summary>What the helper keeps for a registry; null when it keeps nothing.</summary>
    public async Task<RegistryCredentials?> FindAsync(string server, CancellationToken cancellationToken)
    {
        if (!name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'))
        {
            throw new CredentialHelperException($"\"{name}\" cannot be the name of a credential helper: correct it in the Docker configuration.");
        }

        using var process = Start();
        using var limit = new CancellationTokenSource(s_limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await process.StandardInput.WriteLineAsync(server.AsMemory(), either.Token);
            process.StandardInput.Close();
            var error = DrainAsync(process.StandardError, either.Token);
            var output = await DrainAsync(process.StandardOutput, either.Token);
            await error;
            await process.WaitForExitAsync(either.Token);
            return process.ExitCode == 0 ? Read(output) : Refuse(output);
        }
        catch (IOException error)
        {
            throw new CredentialHelperException($"{Program} ended before it was asked for {server}: run it by hand to see why.", error);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new CredentialHelperException($"{Program} gave no answer for {server} within {s_limit.TotalSeconds} s.");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private Process Start()
    {
        try
        {
            return Process.Start(new ProcessStartInfo(Program, ["get"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
        }
        catch (Win32Exception error)
        {
            throw new CredentialHelperException(
                $"The Docker configuration names the credential helper {Program}, which cannot be started: install it, or log in without it.", error);
        }
    }

    private static async Task<string> DrainAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var buffer = new char[MaximumAnswer];
        var length = await reader.ReadBlockAsync(buffer, cancellationToken);
        return new string(buffer, 0, length);
    }

    private RegistryCredentials? Read(string output)
    {
        try
        {
            var answer = JsonSerializer.Deserialize(output, CredentialJson.Default.HelperAnswer);
            return answer switch
            {
                { Username: TokenUser, Secret: { Length: > 0 } token } => RegistryCredentials.OfIdentityToken(token),
                { Username: { Length: > 0 } user, Secret: { } secret } => new RegistryCredentials(user, secret),
                _ => null,
            };
        }
        catch (JsonException)
        {
            throw new CredentialHelperException($"{Program} printed something that is not JSON with Username and Secret.");
        }
    }

    // The one refusal that is none: the protocol tells it by this text on standard output.
    private RegistryCredentials? Refuse(string output) => output.Contains("credentials not found", StringComparison.OrdinalIgnoreCase)
        ? null
        : throw new CredentialHelperException($"{Program} failed: run it by hand to see why, or log in without it.");
}
