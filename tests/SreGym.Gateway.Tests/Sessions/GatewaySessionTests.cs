using Grpc.Core;
using SreGym.Contracts;
using SreGym.Contracts.Gateway.V1;
using SreGym.ServiceDefaults.Errors;

namespace SreGym.Gateway.Tests.Sessions;

public sealed class GatewaySessionTests(GatewayHost host) : IClassFixture<GatewayHost>
{
    private static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;

    [Fact]
    public async Task Calls_WatchedLater_AreAllThereInOrder()
    {
        using var client = GatewayHost.Connect(await host.OpenAsync("audited", "audited-token-0123456789"), "audited-token-0123456789");
        (await client.GetAsync("/api/v1/namespaces/a/pods/p-1/log", Soon)).Dispose();
        (await client.DeleteAsync("/apis/apps/v1/namespaces/a/deployments/d", Soon)).Dispose();

        using var watch = host.Control.WatchCalls(new WatchCallsRequest { SessionId = "audited" });
        var calls = new List<WatchCallsUpdate>();
        while (calls.Count < 2 && await watch.ResponseStream.MoveNext(Soon))
        {
            calls.Add(watch.ResponseStream.Current);
        }

        Assert.Equal(["get pods/log", "delete deployments/"], calls.Select(call => $"{call.Verb} {call.Resource}/{call.Subresource}"));
        Assert.Equal("/apis/apps/v1/namespaces/a/deployments/d", calls[1].Path);
        Assert.Equal(200, calls[1].Status);
    }

    [Fact]
    public async Task Watch_OfAClosedSession_HasEnded()
    {
        await host.OpenAsync("ended", "ended-token-0123456789");
        using var watch = host.Control.WatchCalls(new WatchCallsRequest { SessionId = "ended" });
        await watch.ResponseHeadersAsync.WaitAsync(Soon);

        var closed = await host.Control.CloseSessionAsync(new CloseSessionRequest { SessionId = "ended" });
        var again = await host.Control.CloseSessionAsync(new CloseSessionRequest { SessionId = "ended" });

        Assert.False(await watch.ResponseStream.MoveNext(Soon));
        Assert.Equal((0, 0), (closed.Calls, again.Calls));
    }

    [Theory]
    [InlineData("", "https://x", "u", "participant-0123456789", "session_id")]
    [InlineData("s", "ftp://x", "u", "participant-0123456789", "server")]
    [InlineData("s", "https://x", "", "participant-0123456789", "upstream_token")]
    [InlineData("s", "https://x", "u", "short", "participant_token")]
    public async Task Open_WithAWrongField_NamesIt(string id, string server, string upstream, string participant, string field)
    {
        var call = async () => await host.Control.OpenSessionAsync(new OpenSessionRequest
        {
            SessionId = id,
            Server = server,
            UpstreamToken = upstream,
            ParticipantToken = participant,
        });

        var error = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Contains(field, error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_Twice_IsRefused()
    {
        await host.OpenAsync("twice", "twice-token-0123456789");

        var error = await Assert.ThrowsAsync<RpcException>(() => host.OpenAsync("twice", "other-token-0123456789"));

        Assert.Equal(ErrorReasons.AlreadyExists, RpcErrors.FindReason(error));
    }
}
