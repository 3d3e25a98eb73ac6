using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using k8s;
using SreGym.Contracts.Cluster.V1;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.Injector.V1;
using SreGym.Contracts.Oracle.V1;
using SreGym.Contracts.RegistryMirror.V1;
using SreGym.Problems;
using SreGym.Problems.Applications;
using SreGym.Problems.Subjects;
using SreGym.ServiceDefaults.Subjects;
using SreGym.TestingHost.RealClusters;

namespace SreGym.IncidentHost;

/// <summary>One incident, driven stage by stage: on an embedded cluster of its own, or on a real one that is given back as it was.</summary>
public sealed class Incident : IAsyncDisposable
{
    private readonly IncidentServices _services;
    private readonly TimeSpan _stabilityWindow;
    private readonly TimeProvider _clock = TimeProvider.System;
    private long? _faultInjected;

    private Incident(IncidentServices services, Subject subject, ProblemSpec problem)
    {
        _services = services;
        _stabilityWindow = subject.ClusterId.Length > 0 ? TimeSpan.FromMilliseconds(400) : TimeSpan.FromSeconds(2);
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
        return await DeployAsync(new Incident(services, subject, CreateProblem(problemId, options)));
    }

    /// <summary>The application on a real cluster, on volumes that live and die with their pods.</summary>
    public static Task<Incident> ProvisionAsync(
        IncidentServices services, string problemId, string name, RealClusterTurn cluster, params (string Name, string Value)[] options)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        var subject = new Subject
        {
            EpisodeId = name,
            Target = "kubeconfig",
            Kubeconfig = File.ReadAllText(cluster.KubeconfigPath),
            Seed = 1,
            Capabilities = new SubjectCapabilities { CanPurgeCaches = true, CanBlockPublic = true, NodeRuntime = "containerd" },
            Settings = new SubjectSettings
            {
                EmptyDirVolumes = true,
                BlockPublic = true,
                CpuRequest = "10m",
                Images = { cluster.Images.ToDictionary() },
                PublicMirrors = { cluster.PublicMirrors.ToDictionary() },
            },
        };
        return DeployAsync(new Incident(services, subject, CreateProblem(problemId, options)));
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
        using (var provision = _services.Mirror.ProvisionRegistry(new ProvisionRegistryRequest { Subject = Subject, Login = LoginOf(Problem) }))
        {
            await foreach (var update in provision.ResponseStream.ReadAllAsync())
            {
                Registry = update.Registry ?? Registry;
            }
        }

        await MirrorImagesAsync();
        await PrepareFaultAsync();
        await CreateParticipantAsync();
    }

    /// <summary>Copies into the registry what it does not hold.</summary>
    public async Task MirrorImagesAsync()
    {
        var required = await _services.Injector.ListRequiredImagesAsync(new ListRequiredImagesRequest { Problem = Problem, Subject = Subject });
        var copies = required.Images.Select(image => new ImageCopy
        {
            Source = image.Source,
            Repository = image.Repository,
            Tag = image.Tag,
            Service = image.Service,
        });
        using var mirror = _services.Mirror.MirrorImages(new MirrorImagesRequest { Subject = Subject, Registry = Registry, Images = { copies } });
        await foreach (var update in mirror.ResponseStream.ReadAllAsync())
        {
            Images = update.Summary is { } summary ? [.. summary.Images] : Images;
        }
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
        _faultInjected = _clock.GetTimestamp();
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
        var age = _faultInjected is { } injected ? _clock.GetElapsedTime(injected).ToDuration() : null;
        var accesses = await _services.Mirror.ListAccessesAsync(
            new ListAccessesRequest { Subject = Subject, Registry = Registry, Within = age });
        var request = new EvaluateMitigationRequest
        {
            Subject = Subject,
            Problem = Problem,
            Registry = Registry,
            FaultAge = age,
            StabilityWindow = _stabilityWindow.ToDuration(),
            Images = { Images },
            Pulls =
            {
                accesses.Accesses.Where(access => access.Method is "GET" or "HEAD" && access.Repository.Length > 0).Select(access => new RegistryPull
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
        if (Subject.ClusterId.Length > 0)
        {
            await _services.Clusters.DeleteClusterAsync(new DeleteClusterRequest { ClusterId = Subject.ClusterId });
        }
        else
        {
            await RecoverAsync(keepPreparation: false);
            await Task.WhenAll(
                _services.Mirror.RemoveRegistryAsync(new RemoveRegistryRequest { Subject = Subject }).ResponseAsync, RemoveApplicationAsync());
        }

        Administrator.Dispose();
    }

    private static LoginKind LoginOf(ProblemSpec problem) =>
        ProblemCatalogue.Find(problem.ProblemId)!.RegistryUser == RegistryUserKind.Token ? LoginKind.Token : LoginKind.Password;

    private static ProblemSpec CreateProblem(string id, IEnumerable<(string Name, string Value)> options) =>
        new() { ProblemId = id, Options = { options.ToDictionary(option => option.Name, option => option.Value) } };

    private static async Task<Incident> DeployAsync(Incident incident)
    {
        var request = new DeployApplicationRequest { Subject = incident.Subject, Application = HotelReservation.Profile.Name };
        try
        {
            await DrainAsync(incident._services.Injector.DeployApplication(request));
            return incident;
        }
        catch (Exception)
        {
            // Nobody else knows of it yet.
            await incident.DisposeAsync();
            throw;
        }
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
