namespace Aspire.Hosting.Running;

internal static class KnownStates
{
    public const string NotStarted = "NotStarted";
    public const string Waiting = "Waiting";
    public const string Starting = "Starting";
    public const string Running = "Running";
    public const string Stopping = "Stopping";
    public const string Finished = "Finished";
    public const string Exited = "Exited";
    public const string FailedToStart = "FailedToStart";
    public const string ValueMissing = "ValueMissing";
    public const string FailedToProvision = "Failed to Provision";

    public static bool IsTerminal(string state) => state is Finished or Exited or FailedToStart;
}
