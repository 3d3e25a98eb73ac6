using System.Globalization;
using System.Text.Json.Nodes;
using SreGym.Problems.Applications;
using SreGym.Problems.Faults;
using SreGym.Problems.Locks;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.ImagePull;

/// <summary>Moves the services onto the private registry, then breaks the secret they pull with and has their pods start anew.</summary>
internal abstract class PrivateImageFault : IFault
{
    /// <summary>Where the private registry is, and what serves the locks.</summary>
    public const string RegistryNamespace = "platform-registry";

    private static ApplicationProfile Application => HotelReservation.Profile;

    /// <inheritdoc />
    /// <remarks>
    /// Every service gets a repository of its own: they share one public image, and a shared private one would stay in the node's
    /// image store for as long as any of them runs.
    /// </remarks>
    public IReadOnlyList<RequiredImage> ListRequiredImages(ProblemSettings settings) =>
        [.. Application.Services.Select(service => new RequiredImage(Application.Image, $"{Application.Name}/{service}", "latest", service))];

    /// <inheritdoc />
    public IReadOnlyList<string> PlanChanges(ProblemSettings settings, long seed, bool blocksPublic)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var decoys = LogShipper.ChooseNames(int.Parse(settings[ImagePullOptions.Decoys], CultureInfo.InvariantCulture), seed);
        return
        [
            $"create Secret {Application.Namespace}/{PullSecret.Name}",
            .. settings[ImagePullOptions.Breadcrumb] == ImagePullOptions.Comment
                ? (string[])[]
                : [$"create ConfigMap {Application.Namespace}/{Runbook.Name}"],
            .. decoys.Select(name => $"create Deployment {Application.Namespace}/{name}"),
            .. TargetServices.Of(settings).Select(service => $"change Deployment {Application.Namespace}/{service}"),
            .. blocksPublic ? [PublicRegistryBlock.Plan(RegistryNamespace)] : (string[])[],
        ];
    }

    /// <inheritdoc />
    public async Task PrepareAsync(FaultContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var registry = context.Registry ?? throw new SubjectStateException("Preparation needs the private registry.");
        var secret = PullSecret.Create(Application.Namespace, registry);
        await context.Steps.RunAsync(
            "create pull secret", $"Secret {Application.Namespace}/{PullSecret.Name}", () => context.Changes.PutAsync(secret, cancellationToken));

        var services = TargetServices.Of(context.Settings);
        foreach (var service in services)
        {
            var image = context.Images.FirstOrDefault(candidate => candidate.Service == service)
                ?? throw new SubjectStateException($"No image of service {service} was mirrored: mirror every required image first.");
            await context.Steps.RunAsync(
                "use private image",
                $"Deployment {Application.Namespace}/{service}: {image.Target}",
                () => context.Changes.EditAsync(Deployment(service), deployment => UseImage(deployment, image.Target), cancellationToken));
        }

        await LeaveTrailAsync(context, registry, cancellationToken);
        var shippers = await StartLogShippersAsync(context, cancellationToken);
        await context.Steps.RunAsync("await rollout", $"Namespace {Application.Namespace}", async () =>
        {
            await new WorkloadWait(context.Subject, Application.Namespace, context.Clock).ForRolloutAsync(
                [.. services, .. shippers],
                context.Patience,
                waiting => context.Steps.ReportProgressAsync("await rollout", waiting),
                cancellationToken);
            return true;
        });
    }

    /// <inheritdoc />
    public async Task InjectAsync(FaultContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var secret = new ObjectKey(KubernetesResources.Secrets, Application.Namespace, PullSecret.Name);
        await BreakSecretAsync(context, secret, cancellationToken);
        await PurgeCachesAsync(context, cancellationToken);
        await BlockPublicAsync(context, cancellationToken);
        foreach (var service in TargetServices.Of(context.Settings))
        {
            var deployment = Deployment(service);
            await context.Steps.RunAsync(
                "restart pods", deployment.ToString(), () => context.Changes.RestartAsync(deployment, cancellationToken));
        }
    }

    /// <inheritdoc />
    public async Task AwaitSymptomAsync(FaultContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var services = TargetServices.Of(context.Settings);
        var symptom = new PullSymptom(services);
        await context.Steps.RunAsync("observe pods", string.Join(", ", services), async () =>
        {
            using var seen = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var status = new WorkloadWait(context.Subject, Application.Namespace, context.Clock).ForAsync(
                symptom.FindMissing,
                context.Patience,
                waiting => context.Steps.ReportProgressAsync("observe pods", waiting),
                seen.Token);
            var events = new BackOffEvents(context.Subject, Application.Namespace).AwaitAsync(services, seen.Token);
            var both = Task.WhenAll(events, symptom.FailedEverywhere.WaitAsync(seen.Token));
            var first = await Task.WhenAny(status, both);
            await seen.CancelAsync();
            await Task.WhenAll(status, both).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await first;
            return true;
        });
    }

    /// <summary>Makes the pull secret of all services be of no use. Twice is once.</summary>
    protected abstract Task BreakSecretAsync(FaultContext context, ObjectKey secret, CancellationToken cancellationToken);

    // Now that no node can pull them again.
    private static async Task PurgeCachesAsync(FaultContext context, CancellationToken cancellationToken)
    {
        await context.Steps.RunAsync("purge image caches", "every node", async () =>
        {
            var target = await context.Subject.FindAsync(Deployment(TargetServices.Of(context.Settings)[0]), cancellationToken);
            var image = target?.At("spec", "template", "spec")?.AsObject().Items("containers").First().Text("image") ?? "";
            var state = await new ImageCachePurge(context, RegistryNamespace).RunAsync(image.Split('/')[0], cancellationToken);
            context.Locks.Add(state);
            await context.Steps.ReportProgressAsync("purge image caches", state.Detail);
            return state.Locked;
        });
    }

    // The targets run, and ask for, the private image: whatever still names the public one's registry needs it.
    private static async Task BlockPublicAsync(FaultContext context, CancellationToken cancellationToken)
    {
        if (!context.BlocksPublic)
        {
            context.Locks.Add(new LockState(
                PublicRegistryBlock.Name, false, "not locked, because --block-public was not given; the checks see another image"));
            return;
        }

        const string step = "block public registries";
        await context.Steps.RunAsync(step, "every node", async () =>
        {
            var state = await new PublicRegistryBlock(context, RegistryNamespace)
                .RunAsync(context.ResolveImage(Application.Image), cancellationToken);
            context.Locks.Add(state);
            await context.Steps.ReportProgressAsync(step, state.Detail);
            return state.Locked;
        });
    }

    private static async Task LeaveTrailAsync(FaultContext context, RegistryAccount registry, CancellationToken cancellationToken)
    {
        var breadcrumb = context.Settings[ImagePullOptions.Breadcrumb];
        var deployment = new ObjectKey(KubernetesResources.Deployments, registry.Namespace, Runbook.RegistryDeployment);
        await context.Steps.RunAsync(
            "describe registry",
            deployment.ToString(),
            () => context.Changes.EditAsync(
                deployment, live => Describe(live, Runbook.DescribeRegistry(registry, context.Settings.Problem.RegistryUser)), cancellationToken));
        if (breadcrumb != ImagePullOptions.Comment)
        {
            var runbook = Runbook.Create(Application.Namespace, registry, context.Settings.Problem.RegistryUser, breadcrumb);
            await context.Steps.RunAsync(
                "publish runbook", ObjectKey.Of(runbook).ToString(), () => context.Changes.PutAsync(runbook, cancellationToken));
        }
    }

    private static async Task<IReadOnlyList<string>> StartLogShippersAsync(FaultContext context, CancellationToken cancellationToken)
    {
        var count = int.Parse(context.Settings[ImagePullOptions.Decoys], CultureInfo.InvariantCulture);
        var names = LogShipper.ChooseNames(count, context.Seed);
        foreach (var name in names)
        {
            var shipper = LogShipper.Create(Application.Namespace, name, context.ResolveImage(LogShipper.Image));
            await context.Steps.RunAsync(
                "start decoy", ObjectKey.Of(shipper).ToString(), () => context.Changes.PutAsync(shipper, cancellationToken));
        }

        return names;
    }

    private static ObjectKey Deployment(string service) => new(KubernetesResources.Deployments, Application.Namespace, service);

    private static void UseImage(JsonObject deployment, string image)
    {
        var pod = deployment.At("spec", "template", "spec")!.AsObject();
        var container = pod.Items("containers").First();
        container["image"] = image;
        container["imagePullPolicy"] = "Always";
        pod["imagePullSecrets"] = new JsonArray(new JsonObject { ["name"] = PullSecret.Name });
    }

    private static void Describe(JsonObject deployment, string description)
    {
        var metadata = deployment["metadata"]!.AsObject();
        var annotations = metadata["annotations"] as JsonObject ?? [];
        annotations[Runbook.DescriptionAnnotation] = description;
        metadata["annotations"] = annotations;
    }
}
