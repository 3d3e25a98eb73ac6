using SreGym.Problems.Faults;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Checks;

/// <summary>Every pod of every target runs the private repository's image with the digest that was mirrored into it.</summary>
public sealed class PrivateImageCheck : IMitigationCheck
{
    /// <inheritdoc />
    public string Name => "private image";

    /// <inheritdoc />
    public async Task<CheckOutcome> EvaluateAsync(CheckContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var workloads = await WorkloadReader.ReadAsync(context.Subject, context.Namespace, cancellationToken);
        var evidence = new List<CheckEvidence>();
        var wrong = new List<string>();
        foreach (var target in context.Targets)
        {
            var expected = context.FindImage(target) is { } image ? Expect(image) : "an image that was mirrored";
            var containers = workloads.PodsOf(target).Select(PodState.Of).Where(pod => !pod.Terminating)
                .SelectMany(pod => pod.Containers.Select(container => (Pod: pod.Name, Image: Combine(container))))
                .ToList();
            evidence.Add(new CheckEvidence($"expected {target}", expected));
            evidence.AddRange(containers.Select(container => new CheckEvidence(container.Pod, container.Image)));
            wrong.AddRange(containers.Where(container => container.Image != expected).Select(container => container.Pod));
            if (containers.Count == 0)
            {
                wrong.Add($"{target} (no pod)");
            }
        }

        return wrong.Count == 0
            ? CheckOutcome.Pass("All target pods run the mirrored image from the private registry.", evidence)
            : CheckOutcome.Fail($"Not the mirrored private image: {string.Join(", ", wrong)}.", evidence);
    }

    private static string Expect(PrivateImage image) => $"{image.TargetRepository}@{image.Digest}";

    // The repository as the pod asks for it, the digest as the runtime reports it: a runtime that has the same digest from several
    // repositories reports any one of them.
    private static string Combine(ContainerState container) =>
        string.IsNullOrEmpty(container.ImageId) ? "nothing pulled" : $"{RepositoryOf(container.Image)}@{container.ImageId[(container.ImageId.LastIndexOf('@') + 1)..]}";

    private static string RepositoryOf(string? image)
    {
        var name = image?.Split('@')[0] ?? "";
        return name.LastIndexOf(':') is var colon && colon > name.LastIndexOf('/') ? name[..colon] : name;
    }
}
