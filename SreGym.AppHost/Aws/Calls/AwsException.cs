namespace SreGym.AppHost.Aws.Calls;

/// <summary>AWS refuses a call, or cannot be reached.</summary>
internal sealed class AwsException(string code, string message) : Exception(message)
{
    /// <summary>AWS's error code, e.g. <c>ValidationError</c>.</summary>
    public string Code { get; } = code;
}
