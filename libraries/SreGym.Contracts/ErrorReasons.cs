namespace SreGym.Contracts;

/// <summary>The closed list of reasons a harness service gives for a refused call (docs/errors.md).</summary>
public static class ErrorReasons
{
    /// <summary>The domain that google.rpc.ErrorInfo carries beside the reason.</summary>
    public const string Domain = "sregym";

    public const string InvalidArgument = "INVALID_ARGUMENT";
    public const string UnknownProblem = "UNKNOWN_PROBLEM";
    public const string UnknownTarget = "UNKNOWN_TARGET";
    public const string UnknownAgent = "UNKNOWN_AGENT";
    public const string UnknownOption = "UNKNOWN_OPTION";
    public const string UnknownCluster = "UNKNOWN_CLUSTER";
    public const string UnknownEpisode = "UNKNOWN_EPISODE";
    public const string UnknownSession = "UNKNOWN_SESSION";
    public const string UnknownUser = "UNKNOWN_USER";
    public const string AlreadyExists = "ALREADY_EXISTS";
    public const string EpisodeRunning = "EPISODE_RUNNING";
    public const string WrongStage = "WRONG_STAGE";
    public const string BaselineMissing = "BASELINE_MISSING";
    public const string SubjectUnreachable = "SUBJECT_UNREACHABLE";
    public const string SubjectRefused = "SUBJECT_REFUSED";
    public const string RegistryFailed = "REGISTRY_FAILED";
    public const string RegistryLost = "REGISTRY_LOST";
    public const string NotReadyInTime = "NOT_READY_IN_TIME";
    public const string StorageFailed = "STORAGE_FAILED";
    public const string HarnessTokenMissing = "HARNESS_TOKEN_MISSING";
    public const string HarnessTokenWrong = "HARNESS_TOKEN_WRONG";
}
