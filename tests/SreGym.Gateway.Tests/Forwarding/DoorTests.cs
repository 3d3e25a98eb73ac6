using System.Diagnostics;
using System.Net;
using System.Text.Json;
using SreGym.Contracts.Gateway.V1;

namespace SreGym.Gateway.Tests.Forwarding;

public sealed class DoorTests(GatewayHost host) : IClassFixture<GatewayHost>
{
    private static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;

    [Fact]
    public async Task Request_WithToken_ArrivesUnderTheUpstreamIdentityAndNothingElse()
    {
        using var client = GatewayHost.Connect(await host.OpenAsync("identity", "identity-token-0123456789"), "identity-token-0123456789");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/namespaces/a/pods?labelSelector=x%3Dy");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        request.Headers.Add("User-Agent", "kubectl/v1.36.0");

        using var response = await client.SendAsync(request, Soon);

        var seen = host.Upstream.Requests.Last(entry => entry[":path"].Contains("/pods", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("/clusters/one/api/v1/namespaces/a/pods?labelSelector=x%3Dy", seen[":path"]);
        Assert.Equal($"Bearer {GatewayHost.UpstreamToken}", seen["Authorization"]);
        Assert.Equal("kubectl/v1.36.0", seen["User-Agent"]);
        Assert.Equal(["Authorization", "Host", "User-Agent"], seen.Keys.Where(name => name[0] != ':').Order());
        Assert.Equal(
            ["Audit-Id", "Content-Type", "Date", "Transfer-Encoding"],
            response.Headers.Concat(response.Content.Headers).Select(header => header.Key).Order());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong-token-0123456789")]
    [InlineData(GatewayHost.UpstreamToken)]
    public async Task Request_WithoutTheToken_Is401AsAnApiServerSaysIt(string? token)
    {
        var id = $"refused-{token}";
        using var client = GatewayHost.Connect(await host.OpenAsync(id, $"{id}-0123456789abcdef"), token);

        using var response = await client.GetAsync("/api/v1/pods", Soon);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(
            """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"Unauthorized","reason":"Unauthorized","code":401}""",
            await response.Content.ReadAsStringAsync(Soon));
    }

    [Fact]
    public async Task Request_BeyondTheBurst_Is429WithRetryAfter()
    {
        using var client = GatewayHost.Connect(await host.OpenAsync("limited", "limited-token-0123456789", burst: 2), "limited-token-0123456789");

        var answers = new List<HttpStatusCode>();
        for (var call = 0; call < 3; call++)
        {
            using var response = await client.GetAsync("/api/v1/pods", Soon);
            answers.Add(response.StatusCode);
        }

        using var refused = await client.GetAsync("/api/v1/pods", Soon);
        using var status = JsonDocument.Parse(await refused.Content.ReadAsStringAsync(Soon));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], answers);
        Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Equal("TooManyRequests", status.RootElement.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Watch_LineByLine_ArrivesWhileTheStreamIsOpenAndEndsWithTheSession()
    {
        using var client = GatewayHost.Connect(await host.OpenAsync("watching", "watching-token-0123456789"), "watching-token-0123456789");
        using var response = await client.GetAsync("/api/v1/pods?watch=true", HttpCompletionOption.ResponseHeadersRead, Soon);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Soon));

        host.Upstream.SendLine();
        var first = await reader.ReadLineAsync(Soon);
        host.Upstream.SendLine();
        var second = await reader.ReadLineAsync(Soon);
        await host.Control.CloseSessionAsync(new CloseSessionRequest { SessionId = "watching" });

        Assert.Equal(["line 0", "line 1"], [first, second]);
        await Assert.ThrowsAnyAsync<IOException>(async () => await reader.ReadToEndAsync(Soon));
        using var after = await client.GetAsync("/api/v1/pods", Soon);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task Upstream_ThatDoesNotAnswer_Is503AsAnApiServerSaysIt()
    {
        var session = await host.Control.OpenSessionAsync(new OpenSessionRequest
        {
            SessionId = "gone",
            Server = "http://127.0.0.1:1",
            UpstreamToken = "x",
            ParticipantToken = "gone-token-0123456789",
        });
        using var client = GatewayHost.Connect(session, "gone-token-0123456789");

        using var response = await client.GetAsync("/version", Soon);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("\"ServiceUnavailable\"", await response.Content.ReadAsStringAsync(Soon), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Span_OfEachCall_IsNamedByVerbAndResourceUnderTheEpisodesSpan()
    {
        const string trace = "0af7651916cd43dd8448eb211c803199";
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "SreGym.Gateway",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (spans)
                {
                    spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var client = GatewayHost.Connect(
            await host.OpenAsync("traced", "traced-token-0123456789", traceparent: $"00-{trace}-b7ad6b7169203331-01"),
            "traced-token-0123456789");

        using var response = await client.PostAsync("/api/v1/namespaces/a/secrets", new StringContent("{}"), Soon);
        await host.Control.CloseSessionAsync(new CloseSessionRequest { SessionId = "traced" });

        lock (spans)
        {
            var span = Assert.Single(spans, span => span.TraceId.ToString() == trace);
            Assert.Equal("forward request create secrets", span.DisplayName);
            Assert.Equal("b7ad6b7169203331", span.ParentSpanId.ToString());
            Assert.Equal(201, span.GetTagItem("http.response.status_code"));
            Assert.DoesNotContain(span.Tags, tag => tag.Value!.Contains("token", StringComparison.Ordinal));
        }
    }
}
