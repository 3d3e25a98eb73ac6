using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using SreGym.Aws.Signing;

namespace SreGym.AppHost.Aws.Calls;

/// <summary>The command <c>aws</c>, which resolves what profiles may hold: single sign-on, assumed roles, credential processes.</summary>
internal static class AwsCommand
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(4);

    /// <summary>The keys of a profile; null with the command's own reason, which is null where there is no such command.</summary>
    public static (AwsKeys? Keys, string? Reason) ExportKeys(string? profile)
    {
        string[] chosen = profile is null ? [] : ["--profile", profile];
        var start = new ProcessStartInfo("aws", ["configure", "export-credentials", "--format", "process", .. chosen])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["AWS_EC2_METADATA_DISABLED"] = "true" },
        };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(s_limit))
            {
                process.Kill(entireProcessTree: true);
                return (null, $"nothing within {s_limit.TotalSeconds:0} s.");
            }

            return process.ExitCode == 0 ? (Read(output.GetAwaiter().GetResult()), null) : (null, LastLine(error.GetAwaiter().GetResult()));
        }
        catch (Win32Exception)
        {
            return (null, null);
        }
        catch (Exception unread) when (unread is JsonException or KeyNotFoundException)
        {
            return (null, "something that holds no keys; its version is too old for 'configure export-credentials'.");
        }
    }

    private static AwsKeys Read(string output)
    {
        using var answer = JsonDocument.Parse(output);
        var keys = answer.RootElement;
        var session = keys.TryGetProperty("SessionToken", out var token) ? token.GetString() : null;
        return new AwsKeys(keys.GetProperty("AccessKeyId").GetString()!, keys.GetProperty("SecretAccessKey").GetString()!, session);
    }

    private static string? LastLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
}
