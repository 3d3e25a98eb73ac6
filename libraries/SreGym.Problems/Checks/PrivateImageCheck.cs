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
                .SelectMany(pod => pod.Containers.Select(container => (Pod: pod.Name, Image: Strip(container.ImageId))))
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

    private static string Strip(string? imageId) =>
        string.IsNullOrEmpty(imageId) ? "nothing pulled" : imageId[(imageId.IndexOf("://", StringComparison.Ordinal) is var at and >= 0 ? at + 3 : 0)..];
}
