using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.RegistryMirror.V1;
using SreGym.Contracts.Targets;
using SreGym.Oci.Hosting;
using SreGym.Oci.Registry;
using SreGym.Recovery.Registry;
using SreGym.RegistryMirror.Access;
using SreGym.RegistryMirror.Copying;
using SreGym.RegistryMirror.Credentials;
using SreGym.RegistryMirror.Hosting;
using SreGym.RegistryMirror.Provisioning;
using SreGym.ServiceDefaults.Subjects;

namespace SreGym.RegistryMirror;

/// <summary>Makes the private registry exist in the subject and copies images into it.</summary>
internal sealed class RegistryMirrorGrpcService(
    RegistryProvisioner provisioner,
    MirrorJobs jobs,
    RegistryHosts hosts,
    ContentHolder holder,
    RegistryConnections connections,
    CredentialLifecycle credentials,
    Retirements retirements,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<RegistryMirrorGrpcService> logger) : RegistryMirrorService.RegistryMirrorServiceBase
{
    private static readonly TimeSpan s_longestGrace = TimeSpan.FromHours(24);

    public override async Task ProvisionRegistry(
        ProvisionRegistryRequest request, IServerStreamWriter<ProvisionRegistryUpdate> responseStream, ServerCallContext context)
    {
        var subject = RequireSubject(request.Subject);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        using var kubernetes = SubjectClient.Connect(subject, new SubjectPatience(time));
        var registry = await provisioner.ProvisionAsync(
            kubernetes,
            subject,
            request.Login,
            new SecretText(request.RegistryCertificateKey),
            (name, state, message) => responseStream.WriteAsync(
                new ProvisionRegistryUpdate
                {
                    Step = new Step { Name = name, State = state, Message = message, Time = time.GetUtcNow().ToTimestamp() },
                },
                stopping.Token),
            stopping.Token);
        Log.RegistryProvisioned(logger, registry.Host, subject.EpisodeId);
        await responseStream.WriteAsync(new ProvisionRegistryUpdate { Registry = registry }, stopping.Token);
    }

    public override Task<PlanRegistryResponse> PlanRegistry(PlanRegistryRequest request, ServerCallContext context)
    {
        var plan = RegistryPlan.For(RequireSubject(request.Subject));
        const string In = RegistryNames.Namespace + "/";
        return Task.FromResult(new PlanRegistryResponse
        {
            Lines =
            {
                plan.KeepsNamespace ? (string[])[] : [$"create Namespace {RegistryNames.Namespace}"],
                plan.UsesEmptyDir ? (string[])[] : [$"create PersistentVolumeClaim {In}{RegistryNames.Volume}"],
                $"create Secret {In}{RegistryNames.Htpasswd}",
                $"create Secret {In}{RegistryNames.Credentials}",
                plan.Tls?.IsServedByPod == true ? [$"create Secret {In}{RegistryNames.Certificate}"] : (string[])[],
                $"create Service {In}{RegistryNames.Registry}" + (plan.Tls is { } tls ? $" (type {tls.ServiceType}, for {tls.Host})" : ""),
                $"create Deployment {In}{RegistryNames.Registry} (image {plan.Image})",
                plan.ConfiguresNodes
                    ? [$"create DaemonSet {In}{RegistryNames.Hosts} (image {plan.NodesImage}; hosts.toml on each node), unless nodes pull without"]
                    : (string[])[],
            },
        });
    }

    public override async Task MirrorImages(
        MirrorImagesRequest request, IServerStreamWriter<MirrorImagesUpdate> responseStream, ServerCallContext context)
    {
        var subject = RequireSubject(request.Subject);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        if (subject.Target is not ("" or TargetNames.Embedded) && request.Registry is { } registry)
        {
            connections.Open(subject, registry);
        }

        await foreach (var update in jobs.RunAsync(request, stopping.Token))
        {
            await responseStream.WriteAsync(update, stopping.Token);
            if (update.Summary is { } summary)
            {
                Log.ImagesMirrored(logger, summary.ImagesCopied, summary.ImagesSkipped, subject.EpisodeId, summary.BytesCopied);
            }
        }
    }

    public override async Task<ListAccessesResponse> ListAccesses(ListAccessesRequest request, ServerCallContext context)
    {
        var subject = RequireSubject(request.Subject);
        holder.Demand(request.Registry);
        var isEmbedded = subject.Target == TargetNames.Embedded;
        var since = request.Within?.ToTimeSpan() is { } within
            ? (isEmbedded ? holder.Clock : time).GetUtcNow() - within
            : DateTimeOffset.MinValue;
        var accesses = isEmbedded
            ? hosts.ListAccesses(subject.ClusterId, Namespace(request.Registry), since)
            : await connections.Open(subject, request.Registry).Log.ListAsync(since, context.CancellationToken);
        var response = new ListAccessesResponse();
        response.Accesses.AddRange(accesses.Select(Map));
        return response;
    }

    public override async Task<RotateCredentialsResponse> RotateCredentials(RotateCredentialsRequest request, ServerCallContext context)
    {
        var (subject, registry) = (RequireSubject(request.Subject), RequireCredentials(request.Registry));
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        var (renewed, ends) = await credentials.RotateAsync(subject, registry, ReadGrace(request.Grace), stopping.Token);
        Log.CredentialsRotated(logger, subject.EpisodeId, renewed.Username, registry.Username, ends);
        return new RotateCredentialsResponse { Registry = renewed, OldValidUntil = ends.ToTimestamp() };
    }

    public override async Task<RevokeCredentialsResponse> RevokeCredentials(RevokeCredentialsRequest request, ServerCallContext context)
    {
        var (subject, registry) = (RequireSubject(request.Subject), RequireCredentials(request.Registry));
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        await credentials.RevokeAsync(subject, registry, stopping.Token);
        Log.CredentialsRevoked(logger, subject.EpisodeId, registry.Username);
        return new RevokeCredentialsResponse();
    }

    public override async Task<RemoveRegistryResponse> RemoveRegistry(RemoveRegistryRequest request, ServerCallContext context)
    {
        var subject = RequireSubject(request.Subject);
        using var kubernetes = SubjectClient.Connect(subject, new SubjectPatience(time));
        await retirements.CancelAsync(subject.EpisodeId);
        await connections.CloseAsync(subject.EpisodeId);
        await provisioner.RemoveAsync(kubernetes, subject, context.CancellationToken);
        Log.RegistryRemoved(logger, subject.EpisodeId);
        return new RemoveRegistryResponse();
    }

    private static Subject RequireSubject(Subject? subject) => subject
        ?? throw new SreGymException(StatusCode.InvalidArgument, ErrorReasons.InvalidArgument, "subject is missing: say which cluster is meant.");

    private static PrivateRegistry RequireCredentials(PrivateRegistry? registry) =>
        string.IsNullOrEmpty(registry?.Username) || string.IsNullOrEmpty(registry.Password)
            ? throw new SreGymException(
                StatusCode.InvalidArgument, ErrorReasons.InvalidArgument, "registry has no username and password: send what ProvisionRegistry returned.")
            : registry;

    private static TimeSpan ReadGrace(Duration? grace) => grace?.ToTimeSpan() switch
    {
        null => TimeSpan.Zero,
        { } span when span >= TimeSpan.Zero && span <= s_longestGrace => span,
        var span => throw new SreGymException(
            StatusCode.InvalidArgument,
            ErrorReasons.InvalidArgument,
            $"grace is {span}: send a duration from 0 to {s_longestGrace.TotalHours} hours."),
    };

    private static string Namespace(PrivateRegistry? registry) =>
        string.IsNullOrEmpty(registry?.Namespace) ? RegistryHosts.RegistryNamespace : registry.Namespace;

    private static RegistryAccess Map(AccessEntry entry) => new()
    {
        Time = entry.Time.ToTimestamp(),
        Username = entry.Username,
        Method = entry.Method,
        Repository = entry.Repository,
        Reference = entry.Reference,
        Digest = entry.Digest,
        Status = entry.Status,
        UserAgent = entry.UserAgent,
        Instance = entry.Instance,
    };
}
