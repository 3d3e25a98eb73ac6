using SreGym.Problems.Diagnosis;
using SreGym.Problems.ImagePull;
using SreGym.Problems.ImagePull.MissingImagePullSecret;

namespace SreGym.Problems.Tests.Diagnosis;

public sealed class DiagnosisRubricTests
{
    public static TheoryData<string> Right =>
    [
        "The recommendation deployment cannot pull its image because the image pull secret hotel-registry-pull does not exist in hotel-reservation.",
        "Root cause: imagePullSecret `hotel-registry-pull` is missing in namespace hotel-reservation, so recommendation pods are in ImagePullBackOff.",
        "The recommendation service is down. Its pod is in ImagePullBackOff: the private registry at localhost:30500 needs a login, and the Secret "
            + "hotel-registry-pull that the Deployment names in imagePullSecrets has been deleted. Events: FailedToRetrieveImagePullSecret.",
        "Someone deleted the pull secret hotel-registry-pull. Pods of recommendation now get 401 Unauthorized from localhost:30500 and sit in ErrImagePull.",
        "deployment/recommendation: ErrImagePull. The referenced docker-registry secret hotel-registry-pull is not found in the namespace.",
        "recommendation-7c9d8f6b5-x2x4z is stuck in ImagePullBackOff since the pull secret it references (hotel-registry-pull) no longer exists.",
        "There is no pull secret in hotel-reservation for the private registry. The recommendation deployment references hotel-registry-pull, which was removed.",
        "This is not a network problem and the registry is up; the pods of recommendation fail to pull because the secret hotel-registry-pull is gone.",
        "The image itself exists in the registry. The recommendation pods lack credentials: imagePullSecrets points to hotel-registry-pull but that secret does not exist.",
        "Failed to pull image \"localhost:30500/hotel-reservation/recommendation:latest\": failed to pull and unpack image: failed to resolve image: "
            + "pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials. "
            + "The recommendation Deployment's image pull secret hotel-registry-pull is missing from the namespace.",
        "Summary\n- Affected: recommendation (0/1 ready), ImagePullBackOff\n- Cause: missing image pull secret `hotel-registry-pull`\n- Other services are healthy: frontend, geo, profile, rate, search, user",
        "The access-log-shipper warnings about log-archive-pull are unrelated, those pods run fine. The real issue: recommendation cannot pull its private image, its pull secret hotel-registry-pull was deleted.",
        "Recommendation pod fails with ImagePullBackOff. It references the secret hotel-registry-pull. It does not exist in the namespace.",
        "It's not that the credentials are wrong, it's that the image pull secret for the recommendation service is missing entirely; the kubelet pulls anonymously and gets 401.",
        "The frontend returns 500 for /recommendations because the recommendation pod is in ImagePullBackOff; the image pull secret hotel-registry-pull is missing.",
        "kubelet: Unable to retrieve some image pull secrets (hotel-registry-pull). The secret was deleted, so pulling localhost:30500/hotel-reservation/recommendation:latest fails for the recommendation deployment.",
        """{"component":"recommendation","namespace":"hotel-reservation","fault":"missing_image_pull_secret","evidence":["pod in ImagePullBackOff","FailedToRetrieveImagePullSecret hotel-registry-pull"]}""",
        """{"component":"deployment/recommendation","namespace":"hotel-reservation","fault":"image pull secret hotel-registry-pull does not exist","evidence":["no basic auth credentials"]}""",
        """{"component":"Secret/hotel-registry-pull","namespace":"hotel-reservation","fault":"the image pull secret was deleted; pods cannot pull the image","evidence":["401 from localhost:30500"]}""",
        "```json\n{\"component\":\"recommendation\",\"namespace\":\"hotel-reservation\",\"fault\":\"The pull secret is missing\",\"evidence\":[\"ErrImagePull\"]}\n```",
        "Secret hotel-registry-pull missing -> private image for recommendation service can't be pulled (ImagePullBackOff).",
        "Diagnosis: The `recommendation` Deployment uses imagePullSecrets hotel-registry-pull. That secret isn't there anymore (kubectl get secret hotel-registry-pull: NotFound). Pulls from localhost:30500 are unauthenticated and denied.",
        "Pods of the recommendation deployment can't start: without the image pull secret hotel-registry-pull in the namespace the registry rejects the pull (401).",
        "The image pull secret hotel-registry-pull used by recommendation is absent from hotel-reservation, probably after a credential rotation. Pull fails with no basic auth credentials.",
        "RC: pull secret deleted. Component: recommendation. Symptom: ImagePullBackOff.",
        "The recommendation pods cannot be scheduled a working image: ErrImagePull, as the docker registry secret named in imagePullSecrets was never created in hotel-reservation.",
    ];

    public static TheoryData<string> Wrong =>
    [
        "",
        "yes",
        "Something is wrong with the cluster.",
        "The recommendation service is down.",
        "The recommendation pod is in ImagePullBackOff.",
        "recommendation cannot pull its image from localhost:30500, it gets 401 Unauthorized.",
        "The image pull secret of recommendation is not missing; the registry is down.",
        "The registry at localhost:30500 is down, so recommendation pods fail with ErrImagePull.",
        "The credentials in the pull secret hotel-registry-pull have expired, so recommendation gets 401 and ImagePullBackOff.",
        "recommendation is in ImagePullBackOff because the tag latest does not exist in the private registry.",
        "The image name of the recommendation deployment is misspelled: wrong image repository.",
        "DNS failure on the node: the recommendation pod cannot resolve the registry, network problem.",
        "The mongodb-recommendation database is down, so recommendation fails.",
        "The recommendation container was OOMKilled because its memory limit is too low.",
        "access-log-shipper cannot work because the pull secret log-archive-pull is missing.",
        "The pull secret log-archive-pull does not exist, which breaks recommendation with ImagePullBackOff.",
        "A pull secret is missing somewhere.",
        "Pods cannot pull their images because an image pull secret is missing.",
        "I ruled out a missing image pull secret. The recommendation deployment has a bad readiness probe.",
        "It is not a missing pull secret: hotel-registry-pull exists. The recommendation pods fail because of a network policy blocking traffic to the registry, a networking issue.",
        "Is the image pull secret hotel-registry-pull of recommendation missing?",
        "The recommendation pod is failing. Either the image pull secret is missing, or the password is wrong, or the registry is down, or DNS has an issue.",
        "frontend geo profile rate recommendation reservation search user pods all have a missing image pull secret hotel-registry-pull, ImagePullBackOff, 401; "
            + "the registry is down; wrong password; network outage; OOMKilled; mongodb down; RBAC issue",
        "frontend, geo, profile, rate, recommendation, reservation, search and user pods cannot pull: image pull secret missing.",
        "The frontend deployment's image pull secret is missing, so frontend pods are in ImagePullBackOff.",
        "The secret registry-credentials is missing in platform-registry, so recommendation cannot pull its image.",
        "The recommendation Deployment crashes: CrashLoopBackOff because of a misconfigured configmap.",
        "RBAC problem: role binding missing for recommendation's service account.",
        "Docker Hub rate limit reached, recommendation image pull fails with toomanyrequests.",
        "If the image pull secret were missing, recommendation pods would be in ImagePullBackOff.",
        """{"component":"frontend","namespace":"hotel-reservation","fault":"missing_image_pull_secret","evidence":[]}""",
        """{"component":"recommendation","namespace":"hotel-reservation","fault":"wrong_registry_password","evidence":["401"]}""",
        """{"component":"recommendation","namespace":"hotel-reservation","fault":"","evidence":["missing image pull secret hotel-registry-pull"]}""",
        """{"component":"frontend, geo, profile, rate, recommendation, reservation, search, user","namespace":"hotel-reservation","fault":"missing image pull secret","evidence":["ImagePullBackOff","401"]}""",
        """{"fault": 17}""",
        "{not json at all",
    ];

    [Theory]
    [MemberData(nameof(Right))]
    public void Diagnosis_ThatIsRight_Passes(string submission)
    {
        var grade = Grade(submission);

        Assert.True(grade.Passed, Explain(grade));
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Diagnosis_ThatIsWrongOrVague_Fails(string submission)
    {
        var grade = Grade(submission);

        Assert.False(grade.Passed, Explain(grade));
    }

    [Fact]
    public void Diagnosis_OfSeveralServices_NeedsAllOfThem()
    {
        var all = Grade("The geo and rate deployments cannot pull their images: the image pull secret hotel-registry-pull is missing.", "geo,rate");
        var one = Grade("The geo deployment cannot pull its image: the image pull secret is missing.", "geo,rate");

        Assert.True(all.Passed, Explain(all));
        Assert.True(one.Score < all.Score, Explain(one));
    }

    [Theory]
    [InlineData("user", "The user service is in ImagePullBackOff; its image pull secret hotel-registry-pull was deleted.")]
    [InlineData("rate", "Pods of deployment rate cannot pull: the secret hotel-registry-pull in imagePullSecrets does not exist.")]
    [InlineData("reservation", "The reservation deployment fails with ErrImagePull: pull secret hotel-registry-pull not found.")]
    [InlineData("all", "Every service of the application is in ImagePullBackOff because the pull secret hotel-registry-pull is missing.")]
    public void Diagnosis_OfOtherServices_IsRecognised(string services, string submission)
    {
        var grade = Grade(submission, services);

        Assert.True(grade.Passed, Explain(grade));
    }

    [Fact]
    public void Diagnosis_InTheWrongNamespace_ScoresLess()
    {
        var right = Grade("""{"component":"recommendation","namespace":"hotel-reservation","fault":"missing image pull secret","evidence":[]}""");
        var wrong = Grade("""{"component":"recommendation","namespace":"default","fault":"missing image pull secret","evidence":[]}""");

        Assert.True(right.Passed);
        Assert.True(wrong.Score < right.Score);
    }

    [Fact]
    public void Diagnosis_VeryLong_IsGradedInTime()
    {
        var grade = Grade(string.Concat(Enumerable.Repeat("the secret of the image pull is not what it seems to be, ", 2000)));

        Assert.False(grade.Passed);
    }

    [Fact]
    public void Grade_Items_AddUpToTheScore()
    {
        var grade = Grade("The recommendation deployment cannot pull its image because the image pull secret is missing.");

        Assert.Equal(grade.Score, Math.Clamp(grade.Items.Sum(item => item.Weight * item.Score), 0, 1), 3);
        Assert.Equal(["component", "mechanism", "root cause", "evidence", "contradictions"], grade.Items.Select(item => item.Name));
        Assert.All(grade.Items, item => Assert.NotEmpty(item.Reason));
    }

    private static DiagnosisGrade Grade(string submission, string services = "recommendation")
    {
        var settings = ProblemSettings.Resolve(
            MissingImagePullSecret.Problem, [KeyValuePair.Create(ImagePullOptions.Services, services)]);
        return MissingImagePullSecret.Problem.Rubric.Grade(settings, submission);
    }

    private static string Explain(DiagnosisGrade grade) =>
        $"{grade.Score}: " + string.Join(" | ", grade.Items.Select(item => $"{item.Name} {item.Weight}×{item.Score} {item.Reason}"));
}
