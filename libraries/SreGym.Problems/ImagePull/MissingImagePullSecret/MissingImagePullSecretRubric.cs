using SreGym.Problems.Diagnosis;
using static SreGym.Problems.ImagePull.ImagePullRubric;

namespace SreGym.Problems.ImagePull.MissingImagePullSecret;

/// <summary>How a diagnosis of this problem is recognised.</summary>
internal static class MissingImagePullSecretRubric
{
    /// <summary>The rubric.</summary>
    public static DiagnosisRubric Rubric { get; } = new()
    {
        Truth = settings => FindTruth(settings, [LogShipper.PullSecret, "registry-htpasswd", Runbook.CredentialsSecret]),
        Mechanism = ImagePullRubric.Mechanism,
        RootCause = SecretMissing,
        NearRootCause =
        [
            .. NoValidSecret,
            Mark("the kubelet's warning", @"FailedToRetrieveImagePullSecret|unable to retrieve some image pull secrets"),
            Mark("no credentials", @"(?:no|without|lacks?|lacking|missing)\s+(?:any |the |valid |registry |pull )*(?:credentials|authentication|login)\b"),
        ],
        Evidence =
        [
            .. ImagePullRubric.Evidence,
            Mark("kubelet's warning", @"FailedToRetrieveImagePullSecret|unable to retrieve some image pull secrets"),
        ],
        OtherCauses =
        [
            Mark("the pull secret is there", @"(?:pull[\s-]?secret|hotel-registry-pull)\b[`""']?(?: secret)? (?:still )?(?:exists|is (?:present|there|valid|correct|intact|fine))\b"),
            .. WrongCredentials,
            .. ImagePullRubric.OtherCauses,
        ],
    };
}
