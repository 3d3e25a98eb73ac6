namespace SreGym.AppHost.Aws.Calls;

/// <summary>AWS refuses a call, or cannot be reached.</summary>
internal sealed class AwsException(string code, string message) : Exception(message)
{
    /// <summary>Nothing answers.</summary>
    public const string Unreachable = "Unreachable";

    /// <summary>AWS's error code, e.g. <c>ValidationError</c>; <c>HTTP 503</c> where there is none.</summary>
    public string Code { get; } = code;

    /// <summary>The same call may be answered a moment later: too many calls of the account, or trouble on the way or at AWS.</summary>
    public bool MayPass =>
        Code is Unreachable or "RequestLimitExceeded" or "ServiceUnavailable" or "InternalFailure" or "InternalError"
        || Code.StartsWith("Throttling", StringComparison.Ordinal)
        || Code.StartsWith("HTTP 5", StringComparison.Ordinal);
}
