using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using k8s;
using SreGym.Contracts.Cluster.V1;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.Injector.V1;
using SreGym.Contracts.Oracle.V1;
using SreGym.Contracts.RegistryMirror.V1;
using SreGym.Problems.Applications;
using SreGym.Problems.Subjects;
using SreGym.ServiceDefaults.Subjects;

namespace SreGym.IncidentHost;

/// <summary>One incident on an embedded cluster of its own, driven stage by stage.</summary>
public sealed class Incident : IAsyncDisposable
{
    private static readonly TimeSpan s_stabilityWindow = TimeSpan.FromMilliseconds(400);
    private readonly IncidentServices _services;
    private readonly TimeProvider _clock = TimeProvider.System;

    private Incident(IncidentServices services, Subject subject, ProblemSpec problem)
    {
        _services = services;
        Subject = subject;
        Problem = problem;
        Administrator = SubjectClient.Connect(subject);
        Api = new SubjectApi(Administrator);
    }

    /// <summary>The cluster.</summary>
    public Subject Subject { get; }

    /// <summary>The problem and its options.</summary>
    public ProblemSpec Problem { get; }

    /// <summary>KubernetesClient with the administrator's rights.</summary>
    public Kubernetes Administrator { get; }

    /// <summary>The same server, object by object.</summary>
    public SubjectApi Api { get; }

    /// <summary>The private registry, once it is provisioned.</summary>
    public PrivateRegistry Registry { get; private set; } = new();

    /// <summary>The images in it.</summary>
    public IReadOnlyList<MirroredImage> Images { get; private set; } = [];

    /// <summary>When the fault was injected.</summary>
    public DateTimeOffset FaultInjectedAt { get; private set; } = DateTimeOffset.MaxValue;

    /// <summary>Namespace of the application.</summary>
    public string Namespace { get; } = HotelReservation.Profile.Namespace;

    /// <summary>A cluster with the application on it.</summary>
    public static async Task<Incident> ProvisionAsync(
        IncidentServices services, string problemId, string name, long seed = 1, params (string Name, string Value)[] options)
    {
        var response = await services.Clusters.CreateClusterAsync(new CreateClusterRequest
        {
            ClusterId = name,
            Seed = seed,
            StartDelay = Duration.FromTimeSpan(TimeSpan.Zero),
        });
        var subject = new Subject
        {
            EpisodeId = name,
            Target = "embedded",
            Kubeconfig = response.Cluster.Kubeconfig,
            ClusterId = response.Cluster.ClusterId,
            Seed = seed,
        };
        var problem = new ProblemSpec { ProblemId = problemId };
        foreach (var option in options)
        {
            problem.Options[option.Name] = option.Value;
        }

        var incident = new Incident(services, subject, problem);
        var request = new DeployApplicationRequest { Subject = subject, Application = HotelReservation.Profile.Name };
        await DrainAsync(services.Injector.DeployApplication(request));
        return incident;
    }

    /// <summary>The same, on the private registry, with its baseline taken.</summary>
    public static async Task<Incident> PrepareAsync(
        IncidentServices services, string problemId, string name, long seed = 1, params (string Name, string Value)[] options)
    {
        var incident = await ProvisionAsync(services, problemId, name, seed, options);
        await incident.PrepareAsync();
        await incident.CaptureBaselineAsync();
        return incident;
    }

    /// <summary>The same, broken, and visibly so.</summary>
    public static async Task<Incident> BreakAsync(
        IncidentServices services, string problemId, string name, long seed = 1, params (string Name, string Value)[] options)
    {
        var incident = await PrepareAsync(services, problemId, name, seed, options);
        await incident.InjectAsync();
        await incident.AwaitSymptomAsync();
        return incident;
    }

    /// <summary>Registry, images and preparation.</summary>
    public async Task PrepareAsync()
    {
        using (var provision = _services.Mirror.ProvisionRegistry(new ProvisionRegistryRequest { Subject = Subject }))
        {
            await foreach (var update in provision.ResponseStream.ReadAllAsync())
            {
                Registry = update.Registry ?? Registry;
            }
        }

        var required = await _services.Injector.ListRequiredImagesAsync(new ListRequiredImagesRequest { Problem = Problem });
        var copies = required.Images.Select(image => new ImageCopy
        {
            Source = image.Source,
            Repository = image.Repository,
            Tag = image.Tag,
            Service = image.Service,
        });
        using (var mirror = _services.Mirror.MirrorImages(new MirrorImagesRequest { Subject = Subject, Registry = Registry, Images = { copies } }))
        {
            await foreach (var update in mirror.ResponseStream.ReadAllAsync())
            {
                Images = update.Summary is { } summary ? [.. summary.Images] : Images;
            }
        }

        await PrepareFaultAsync();
        await CreateParticipantAsync();
    }

    /// <summary>Preparation of the fault alone.</summary>
    public Task<FaultSummary> PrepareFaultAsync() => FollowAsync(_services.Injector.PrepareFault(
        new PrepareFaultRequest { Subject = Subject, Problem = Problem, Registry = Registry, Images = { Images } }));

    /// <summary>A client with the participant's rights.</summary>
    public async Task<Kubernetes> CreateParticipantAsync(string rights = "")
    {
        var identity = await _services.Injector.CreateParticipantIdentityAsync(
            new CreateParticipantIdentityRequest { Subject = Subject, Problem = Problem, Rights = rights });
        using var yaml = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Subject.Kubeconfig));
        var configuration = await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(yaml);
        configuration.AccessToken = identity.Token;
        return new Kubernetes(configuration);
    }

    /// <summary>Takes the baseline.</summary>
    public async Task<int> CaptureBaselineAsync() => (await _services.Oracle.CaptureBaselineAsync(
        new CaptureBaselineRequest { Subject = Subject, Problem = Problem, Registry = Registry, Images = { Images } })).Objects;

    /// <summary>Breaks it.</summary>
    public Task<FaultSummary> InjectAsync(InjectorService.InjectorServiceClient? injector = null)
    {
        FaultInjectedAt = _clock.GetUtcNow();
        return FollowAsync((injector ?? _services.Injector).InjectFault(new InjectFaultRequest { Subject = Subject, Problem = Problem }));
    }

    /// <summary>Waits until it shows.</summary>
    public Task<FaultSummary> AwaitSymptomAsync() =>
        FollowAsync(_services.Injector.AwaitSymptom(new AwaitSymptomRequest { Subject = Subject, Problem = Problem }));

    /// <summary>Puts it back.</summary>
    public Task<FaultSummary> RecoverAsync(bool keepPreparation, InjectorService.InjectorServiceClient? injector = null) =>
        FollowAsync((injector ?? _services.Injector).RecoverFault(
            new RecoverFaultRequest { Subject = Subject, KeepPreparation = keepPreparation }));

    /// <summary>Takes the application away.</summary>
    public Task<FaultSummary> RemoveApplicationAsync() =>
        FollowAsync(_services.Injector.RemoveApplication(new RemoveApplicationRequest { Subject = Subject }));

    /// <summary>Has the repair judged.</summary>
    public async Task<MitigationVerdict> EvaluateAsync()
    {
        var since = FaultInjectedAt == DateTimeOffset.MaxValue ? DateTimeOffset.MinValue : FaultInjectedAt;
        var accesses = await _services.Mirror.ListAccessesAsync(
            new ListAccessesRequest { Subject = Subject, Registry = Registry, Since = since.ToTimestamp() });
        var request = new EvaluateMitigationRequest
        {
            Subject = Subject,
            Problem = Problem,
            Registry = Registry,
            FaultInjectedAt = since.ToTimestamp(),
            StabilityWindow = s_stabilityWindow.ToDuration(),
            Images = { Images },
            Pulls =
            {
                accesses.Accesses.Where(access => access.Method == "GET" && access.Repository.Length > 0).Select(access => new RegistryPull
                {
                    Time = access.Time,
                    Username = access.Username,
                    Repository = access.Repository,
                    Reference = access.Reference,
                    Digest = access.Digest,
                    Status = access.Status,
                    UserAgent = access.UserAgent,
                }),
            },
        };
        using var call = _services.Oracle.EvaluateMitigation(request);
        var verdict = new MitigationVerdict();
        await foreach (var update in call.ResponseStream.ReadAllAsync())
        {
            verdict = update.Verdict ?? verdict;
        }

        return verdict;
    }

    /// <summary>Waits until the deployments named are rolled out.</summary>
    public Task AwaitRolloutAsync(params string[] deployments) => new WorkloadWait(Api, Namespace, _clock)
        .ForRolloutAsync(deployments, TimeSpan.FromSeconds(60), _ => Task.CompletedTask, CancellationToken.None);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _services.Clusters.DeleteClusterAsync(new DeleteClusterRequest { ClusterId = Subject.ClusterId });
        Administrator.Dispose();
    }

    private static async Task<FaultSummary> FollowAsync(AsyncServerStreamingCall<FaultUpdate> call)
    {
        using (call)
        {
            var summary = new FaultSummary();
            await foreach (var update in call.ResponseStream.ReadAllAsync())
            {
                summary = update.Summary ?? summary;
            }

            return summary;
        }
    }

    private static async Task DrainAsync(AsyncServerStreamingCall<DeployApplicationUpdate> call)
    {
        using (call)
        {
            await foreach (var _ in call.ResponseStream.ReadAllAsync())
            {
            }
        }
    }
}
