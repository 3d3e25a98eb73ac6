using System.Text.Json;

namespace SreGym.Aws.Ecr;

/// <summary>ECR refuses a call.</summary>
internal sealed class EcrException(string action, string code, string message) : Exception($"{action}: {message} ({code})")
{
    /// <summary>AWS's error code, e.g. <c>RepositoryAlreadyExistsException</c>.</summary>
    public string Code { get; } = code;

    /// <summary>The action as policies name it, e.g. <c>ecr:CreateRepository</c>.</summary>
    public string Action { get; } = action;

    /// <summary>Reads AWS's answer to a call; null means it was no JSON.</summary>
    public static EcrException Read(string service, string action, int status, JsonElement? answer)
    {
        var fields = answer is { ValueKind: JsonValueKind.Object } found
            ? found.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.ToString(), StringComparer.OrdinalIgnoreCase)
            : [];
        var code = fields.GetValueOrDefault("__type", $"HTTP {status}").Split('#')[^1];
        return new EcrException($"{service}:{action}", code, fields.GetValueOrDefault("message", $"HTTP {status}"));
    }
}
