using System.Globalization;
using System.Text.Json.Nodes;
using SreGym.Oci.References;
using SreGym.Simulation.Events;
using SreGym.Simulation.Json;
using SreGym.Simulation.Kubelet.Pods;
using SreGym.Simulation.Networking;
using SreGym.Simulation.Runtime;

namespace SreGym.Simulation.Kubelet.Images;

/// <summary>
/// Makes sure that a container's image is on the node: policy, who may use what is there, back-off, one pull at a time, and the events of
/// all that (kubernetes: pkg/kubelet/images/image_manager.go).
/// </summary>
internal sealed class ImageService(
    ClusterContext cluster, ImagePuller puller, NodeNetwork network, EventRecorder events, KubeletVersion version, KubeletTimings timings)
{
    private readonly BackOffTable<PullKey> _backOff = new();
    private readonly Dictionary<PullKey, string> _lastErrors = [];
    private readonly SerialQueue _pulls = new();
    private int _pullCount;

    public NodeImageStore Images { get; } = new();

    /// <param name="involved">The container, as events refer to it.</param>
    /// <param name="podUid">Its pod.</param>
    /// <param name="container">Its spec.</param>
    /// <param name="findCredentials">Candidates for a repository; throws <see cref="MalformedSecretException"/>.</param>
    public async Task<PullOutcome> EnsureAsync(
        InvolvedObject involved, string podUid, JsonObject container, Func<string, IReadOnlyList<PullCredentials>> findCredentials)
    {
        var image = container.FindText("image") ?? "";
        if (!ImageReference.TryParse(image, out var reference, out var error))
        {
            return RefuseName(involved, image, error);
        }

        IReadOnlyList<PullCredentials> candidates;
        var policy = container.FindText("imagePullPolicy") ?? "IfNotPresent";
        var present = Images.Find(reference);
        try
        {
            candidates = findCredentials(reference.Name);
        }
        catch (MalformedSecretException malformed)
        {
            events.Warning(involved, "Failed", $"Error: {malformed.Message}");
            return new PullOutcome(null, new WaitingReason(malformed.Message, malformed.Message));
        }

        if (policy != "Always" && present is not null && (!version.VerifiesCredentials || Images.MayUse(present, candidates)))
        {
            var access = version.VerifiesCredentials ? " and can be accessed by the pod" : "";
            events.Normal(involved, "Pulled", $"Container image \"{image}\" already present on machine{access}");
            return new PullOutcome(present, null);
        }

        return policy == "Never"
            ? RefuseAbsent(involved, image)
            : await PullAsync(involved, new PullKey(podUid, container.FindText("name") ?? "", image), reference, candidates);
    }

    public void Forget(string podUid)
    {
        _backOff.Forget(key => key.PodUid == podUid);
        foreach (var key in _lastErrors.Keys.Where(key => key.PodUid == podUid).ToList())
        {
            _lastErrors.Remove(key);
        }
    }

    private PullOutcome RefuseName(InvolvedObject involved, string image, string error)
    {
        var message = $"Failed to apply default image tag \"{image}\": couldn't parse image name \"{image}\": {error}";
        events.Warning(involved, "InspectFailed", message);
        events.Warning(involved, "Failed", "Error: InvalidImageName");
        return new PullOutcome(null, new WaitingReason("InvalidImageName", message));
    }

    private PullOutcome RefuseAbsent(InvolvedObject involved, string image)
    {
        var message = $"Container image \"{image}\" is not present with pull policy of Never";
        events.Warning(involved, "ErrImageNeverPull", message);
        events.Warning(involved, "Failed", "Error: ErrImageNeverPull");
        return new PullOutcome(null, new WaitingReason("ErrImageNeverPull", message));
    }

    private async Task<PullOutcome> PullAsync(
        InvolvedObject involved, PullKey key, ImageReference reference, IReadOnlyList<PullCredentials> candidates)
    {
        if (_backOff.IsWaiting(key, cluster.Now))
        {
            var backOff = $"Back-off pulling image \"{key.Image}\"";
            events.Normal(involved, "BackOff", backOff);
            events.Warning(involved, "Failed", "Error: ImagePullBackOff");
            return new PullOutcome(null, new WaitingReason("ImagePullBackOff", $"{backOff}: ErrImagePull: {_lastErrors.GetValueOrDefault(key)}"));
        }

        events.Normal(involved, "Pulling", $"Pulling image \"{key.Image}\"");
        var (result, times) = await PullInTurnAsync(reference, candidates);
        if (result.Image is { } image)
        {
            events.Normal(involved, "Pulled", $"Successfully pulled image \"{key.Image}\" in {times}. Image size: {image.Size} bytes.");
            return new PullOutcome(image, null);
        }

        events.Warning(involved, "Failed", $"Failed to pull image \"{key.Image}\": {result.Error}");
        events.Warning(involved, "Failed", "Error: ErrImagePull");
        _backOff.Failed(key, cluster.Now);
        _lastErrors[key] = result.Error;
        return new PullOutcome(null, new WaitingReason("ErrImagePull", result.Error));
    }

    private async Task<(PullResult Result, string Times)> PullInTurnAsync(ImageReference reference, IReadOnlyList<PullCredentials> candidates)
    {
        var asked = cluster.Now;
        await _pulls.EnterAsync();
        try
        {
            var waited = cluster.Now - asked;
            var route = network.FindRegistry(reference);
            var known = Images.Images.ToDictionary(image => image.Id, StringComparer.Ordinal);
            var result = route.Endpoint is null
                ? await puller.PullAsync(reference, route, candidates, known, CancellationToken.None)
                : await cluster.Loop.HoldAsync(() => puller.PullAsync(reference, route, candidates, known, CancellationToken.None));
            var share = cluster.Seed.Fraction("pull", reference.ToString(), (++_pullCount).ToString(CultureInfo.InvariantCulture));
            await cluster.Loop.DelayAsync(timings.Pull + (result.Image is null ? TimeSpan.Zero : share * timings.PullSpread));
            if (result.Image is { } image)
            {
                Images.Add(reference, image, result.Credentials);
            }

            // Shown even where pulls take no time: what a pull of this size would have taken.
            var shown = TimeSpan.FromMilliseconds(25 + (65 * share));
            return (result, $"{GoDuration.Format(shown)} ({GoDuration.Format(shown + waited)} including waiting)");
        }
        finally
        {
            _pulls.Leave();
        }
    }
}
