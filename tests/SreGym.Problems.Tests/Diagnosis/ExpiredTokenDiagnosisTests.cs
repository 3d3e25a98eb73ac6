using SreGym.Problems.Diagnosis;
using SreGym.Problems.ImagePull;
using SreGym.Problems.ImagePull.ExpiredRegistryToken;
using SreGym.Problems.ImagePull.MissingImagePullSecret;

namespace SreGym.Problems.Tests.Diagnosis;

/// <summary>A secret that is gone and a token that is over look alike; a diagnosis has to tell them apart.</summary>
public sealed class ExpiredTokenDiagnosisTests
{
    public static TheoryData<string> Right =>
    [
        "The recommendation deployment cannot pull its image because the token in the image pull secret hotel-registry-pull has expired.",
        "Root cause: hotel-registry-pull in hotel-reservation holds an expired registry token, so recommendation pods are in ImagePullBackOff.",
        "recommendation: ErrImagePull, 401 Unauthorized. The secret hotel-registry-pull exists, but its password is no longer accepted by localhost:30500.",
        "The pull secret of the recommendation deployment is stale: its AWS token expired (expiration 1790000000), and nobody wrote the new one from registry-credentials into it. ImagePullBackOff.",
        "recommendation-7c9d8f6b5-x2x4z is in ImagePullBackOff. The pull secret is there but the ECR token in it is outdated; the registry answers 401.",
        "The credentials in hotel-registry-pull are invalid: the registry refuses them with 401 Unauthorized, so the recommendation pods can't pull their image.",
        "Pods of deployment recommendation fail to pull (401). The pull secret was not refreshed after the 12 hours, its token has run out.",
        "The secret is not missing. The recommendation pods cannot pull the image since the registry token in the pull secret expired.",
        "The log shippers name log-archive-pull, which does not exist; that is unrelated, they run. The recommendation pods are in ImagePullBackOff because the token in hotel-registry-pull has expired.",
        "The pull secret log-archive-pull of access-log-shipper is missing, but its pod runs. "
            + "The recommendation pods are in ImagePullBackOff because the token in hotel-registry-pull has expired.",
        "The token in the pull secret of the recommendation deployment hasn't been renewed and the image pull is refused with 401.",
        "The recommendation pods fail with ImagePullBackOff: registry credentials were rotated and hotel-registry-pull still holds the old token.",
        "recommendation deployment can't pull localhost:30500/hotel-reservation/recommendation:latest, 401 Unauthorized: wrong password in hotel-registry-pull.",
        "**Root cause**: The `recommendation` deployment's imagePullSecret `hotel-registry-pull` exists but contains an ECR-style token whose `expiration` is in the past. "
            + "The kubelet presents it to localhost:30500 and gets `401 Unauthorized`, hence ImagePullBackOff. The kubelet has no valid registry credentials for the image.",
        "The recommendation pod can't pull from the private registry: `pulling from host localhost:30500 failed with status code [manifests latest]: 401 Unauthorized`. "
            + "The pull secret hotel-registry-pull is present but its AWS token expired and was not rotated. FailedToRetrieveImagePullSecret warnings on audit-log-shipper are a red herring.",
        "deployment/recommendation - ImagePullBackOff. The docker-registry secret referenced in imagePullSecrets has an expired password (user AWS). It needs to be updated with the credentials from registry-credentials.",
        "The image pull of recommendation fails: the pull secret's token reached its expiration and the registry no longer accepts it (401).",
        "recommendation fails with ErrImagePull because authentication to the registry fails: hotel-registry-pull holds a token that expired at 2026-11-26T02:05:39Z. The secret itself still exists.",
        """{"component":"recommendation","namespace":"hotel-reservation","fault":"expired_registry_token","evidence":["401 Unauthorized","ImagePullBackOff"]}""",
        """{"component":"Deployment/recommendation","namespace":"hotel-reservation","fault":"the pull secret holds an expired token; pods cannot pull the image","evidence":["hotel-registry-pull: expiration is in the past"]}""",
        "Diagnosis: deployment recommendation, image pull fails with 401. Stale credentials in hotel-registry-pull; registry-credentials in platform-registry has the current token.",
    ];

    public static TheoryData<string> Wrong =>
    [
        "",
        "The recommendation pod is in ImagePullBackOff.",
        "recommendation cannot pull its image from localhost:30500, it gets 401 Unauthorized.",
        "The recommendation pods cannot pull their image: the kubelet pulls anonymously without credentials.",
        "The token in the pull secret of recommendation has not expired; the registry is down.",
        "The token has expired.",
        "Pods cannot pull because a token expired.",
        "The recommendation pods cannot pull their image. Either the token has expired, or the pull secret is missing, or the registry is down.",
        "The access-log-shipper uses an expired token, so its image cannot be pulled.",
        "The frontend deployment's pull token has expired, so frontend pods are in ImagePullBackOff.",
        "Has the token in hotel-registry-pull of recommendation expired?",
        "The token in registry-credentials has expired, so recommendation cannot pull its image.",
        "The recommendation pods cannot pull: the registry's TLS setup is off and DNS has an issue.",
        "recommendation is in ImagePullBackOff because the tag latest does not exist in the private registry.",
        "Docker Hub rate limit reached, recommendation image pull fails with toomanyrequests.",
        """{"component":"recommendation","namespace":"hotel-reservation","fault":"missing_image_pull_secret","evidence":["401 Unauthorized","ImagePullBackOff"]}""",
    ];

    public static TheoryData<string> OfTheMissingSecret => DiagnosisRubricTests.Right;

    [Theory]
    [MemberData(nameof(Right))]
    public void Diagnosis_ThatIsRight_Passes(string submission)
    {
        var grade = Grade(ExpiredRegistryToken.Problem, submission);

        Assert.True(grade.Passed, Explain(grade));
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Diagnosis_ThatIsWrongOrVague_Fails(string submission)
    {
        var grade = Grade(ExpiredRegistryToken.Problem, submission);

        Assert.False(grade.Passed, Explain(grade));
    }

    [Theory]
    [MemberData(nameof(OfTheMissingSecret))]
    public void Diagnosis_ThatTheSecretIsMissing_FailsHere(string submission)
    {
        var grade = Grade(ExpiredRegistryToken.Problem, submission);

        Assert.False(grade.Passed, Explain(grade));
    }

    [Theory]
    [MemberData(nameof(Right))]
    public void Diagnosis_ThatTheTokenHasExpired_FailsWhereTheSecretIsMissing(string submission)
    {
        var grade = Grade(MissingImagePullSecret.Problem, submission);

        Assert.False(grade.Passed, Explain(grade));
    }

    [Fact]
    public void Diagnosis_ThatNamesBoth_FailsForBoth()
    {
        const string Both =
            "The recommendation pods cannot pull their image: the pull secret hotel-registry-pull is missing. Its token has expired.";

        DiagnosisGrade[] grades = [Grade(ExpiredRegistryToken.Problem, Both), Grade(MissingImagePullSecret.Problem, Both)];

        Assert.All(grades, grade => Assert.False(grade.Passed, Explain(grade)));
    }

    private static DiagnosisGrade Grade(Problem problem, string submission) => problem.Rubric.Grade(
        ProblemSettings.Resolve(problem, [KeyValuePair.Create(ImagePullOptions.Services, "recommendation")]), submission);

    private static string Explain(DiagnosisGrade grade) =>
        $"{grade.Score}: " + string.Join(" | ", grade.Items.Select(item => $"{item.Name} {item.Weight}×{item.Score} {item.Reason}"));
}
