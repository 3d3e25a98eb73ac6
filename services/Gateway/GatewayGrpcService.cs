using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;
using SreGym.Contracts;
using SreGym.Contracts.Gateway.V1;
using SreGym.Gateway.Certificates;
using SreGym.Gateway.Sessions;
using SreGym.ServiceDefaults.Streams;

namespace SreGym.Gateway;

/// <summary>Opens and closes the participant's door and tells who went through.</summary>
internal sealed class GatewayGrpcService(
    SessionDirectory sessions,
    DoorCertificate certificate,
    PublicAddress address,
    IOptions<GatewayOptions> options,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<GatewayGrpcService> logger) : GatewayService.GatewayServiceBase
{
    public override Task<OpenSessionResponse> OpenSession(OpenSessionRequest request, ServerCallContext context)
    {
        Validate(request);
        var server = address.Get();
        sessions.Add(CreateSession(request));
        Log.SessionOpened(logger, request.SessionId, request.Server);
        return Task.FromResult(new OpenSessionResponse
        {
            Server = server,
            Kubeconfig = ParticipantKubeconfig.Write(server, certificate.AuthorityPem, request.ParticipantToken, request.Namespace),
        });
    }

    public override async Task WatchCalls(
        WatchCallsRequest request, IServerStreamWriter<WatchCallsUpdate> responseStream, ServerCallContext context)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(
            context.CancellationToken, lifetime.ApplicationStopping);
        var session = sessions.Get(request.SessionId);
        await context.WriteResponseHeadersAsync([]);
        await foreach (var call in session.Calls.WatchAsync(stopping.Token))
        {
            await responseStream.WriteAsync(Map(call), stopping.Token);
        }
    }

    public override Task<CloseSessionResponse> CloseSession(CloseSessionRequest request, ServerCallContext context)
    {
        if (sessions.Remove(request.SessionId) is not { } session)
        {
            return Task.FromResult(new CloseSessionResponse());
        }

        Log.SessionClosed(logger, session.Id, session.Calls.Count);
        return Task.FromResult(new CloseSessionResponse { Calls = session.Calls.Count });
    }

    private Session CreateSession(OpenSessionRequest request) => new()
    {
        Id = request.SessionId,
        Server = request.Server.TrimEnd('/'),
        UpstreamToken = new SecretText(request.UpstreamToken),
        TokenDigest = SessionDirectory.DigestOf(request.ParticipantToken),
        Parent = ActivityContext.TryParse(request.Traceparent, null, isRemote: true, out var parent) ? parent : default,
        Budget = new RequestBudget(
            request.RequestsPerSecond > 0 ? request.RequestsPerSecond : options.Value.RequestsPerSecond,
            request.Burst > 0 ? request.Burst : options.Value.Burst,
            time),
        Calls = new ReplayLog<CallRecord>(options.Value.RecordedCalls),
        Upstream = UpstreamConnections.Create(request.CertificateAuthorityPem),
    };

    private static void Validate(OpenSessionRequest request)
    {
        Demand(request.SessionId.Length > 0, "session_id is empty: send the episode's id.");
        Demand(
            Uri.TryCreate(request.Server, UriKind.Absolute, out var server) && server.Scheme is "https" or "http",
            $"server '{request.Server}' is no http(s) address: send the API server's URL.");
        Demand(request.UpstreamToken.Length > 0, "upstream_token is empty: send the token of the participant's ServiceAccount.");
        Demand(request.ParticipantToken.Length >= 16, "participant_token is shorter than 16 characters: send a random one.");
        Demand(
            !request.ParticipantToken.Any(character => char.IsWhiteSpace(character) || char.IsControl(character)),
            "participant_token holds white space: send a token of visible characters.");
    }

    private static void Demand(bool condition, string message)
    {
        if (!condition)
        {
            throw new SreGymException(StatusCode.InvalidArgument, ErrorReasons.InvalidArgument, message);
        }
    }

    private static WatchCallsUpdate Map(CallRecord call) => new()
    {
        Time = call.Time.ToTimestamp(),
        Duration = call.Duration.ToDuration(),
        Verb = call.Request.Verb,
        ApiGroup = call.Request.ApiGroup,
        Resource = call.Request.Resource,
        Subresource = call.Request.Subresource,
        Namespace = call.Request.Namespace,
        Name = call.Request.Name,
        Status = call.Status,
        Path = call.Path,
        UserAgent = call.UserAgent,
    };
}
