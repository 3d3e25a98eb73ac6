namespace SreGym.Contracts;

/// <summary>Attribute and metric names of the harness (docs/telemetry.md). OpenTelemetry conventions are used where one exists.</summary>
public static class TelemetryNames
{
    public const string EpisodeId = "sregym.episode.id";
    public const string EpisodeStage = "sregym.episode.stage";
    public const string ProblemId = "sregym.problem.id";
    public const string TargetName = "sregym.target.name";
    public const string AgentName = "sregym.agent.name";
    public const string FaultKind = "sregym.fault.kind";
    public const string FaultStep = "sregym.fault.step";
    public const string FaultObject = "sregym.fault.object";
    public const string CheckName = "sregym.check.name";
    public const string CheckReason = "sregym.check.reason";
    public const string Verdict = "sregym.verdict";
    public const string RequestVerb = "sregym.request.verb";
    public const string RequestResource = "sregym.request.resource";
    public const string SubmissionStage = "sregym.submission.stage";
    public const string StackName = "sregym.stack.name";
    public const string StackResource = "sregym.stack.resource";
    public const string StackResourceType = "sregym.stack.resource_type";
    public const string StackReason = "sregym.stack.reason";
    public const string BytesCopied = "sregym.mirror.bytes";

    public const string ClusterName = "k8s.cluster.name";
    public const string NamespaceName = "k8s.namespace.name";
    public const string PodName = "k8s.pod.name";
    public const string NodeName = "k8s.node.name";
    public const string DeploymentName = "k8s.deployment.name";
    public const string ImageName = "container.image.name";
    public const string ManifestDigest = "oci.manifest.digest";
    public const string CloudRegion = "cloud.region";
    public const string ErrorType = "error.type";

    public const string EpisodeDuration = "sregym.episode.duration";
    public const string StageDuration = "sregym.stage.duration";
    public const string EpisodeVerdicts = "sregym.episode.verdicts";
    public const string TimeToDetect = "sregym.episode.time_to_detect";
    public const string TimeToDiagnose = "sregym.episode.time_to_diagnose";
    public const string TimeToMitigate = "sregym.episode.time_to_mitigate";
    public const string MirroredBytes = "sregym.mirror.bytes_copied";
    public const string ImagePulls = "sregym.image.pulls";
}
