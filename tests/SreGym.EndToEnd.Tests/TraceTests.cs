using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace SreGym.EndToEnd.Tests;

public sealed class TraceTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    // docs/telemetry.md
    private static readonly string[] s_expected =
    [
        "run episode", "provision cluster", "deploy application", "mirror images", "copy image", "copy blob", "capture baseline", "inject fault",
        "await symptom", "await agent", "verify episode", "evaluate check", "recover fault", "write report",
    ];

    [Fact]
    public async Task RunWithoutOnce_StaysUp_TheDashboardShowsTheWholeEpisodeAsOneTrace()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var run = Run.Start("--seed", "5");
        await run.WaitForLineAsync("mitigation=pass");
        var trace = TraceLink.Find(await run.WaitForLineAsync("%2Ftraces%2Fdetail%2F"));
        Assert.SkipWhen(trace is null, Dashboard.Missing);

        using var dashboard = await Dashboard.OpenAsync(trace!.Login, cancellation);
        var spans = await WaitForWholeAsync(dashboard, trace.Id, cancellation);

        var names = spans.Select(span => (string)span["name"]!).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(s_expected.Except(names));
        Assert.Contains(spans, span => Attribute(span, "sregym.request.verb") is "create" && Attribute(span, "sregym.request.resource") is "secrets");
        Assert.Equal(8, spans.Where(span => (string)span["name"]! == "evaluate check").Select(span => Attribute(span, "sregym.check.name")).Distinct().Count());
        Assert.DoesNotContain(spans, span => span.ToJsonString().Contains("dockerconfigjson\\\":", StringComparison.Ordinal));
        Assert.Equal(["run episode"], FindRoots(spans));

        run.Signal(Run.Interrupt);
        Assert.Equal(0, await run.WaitForExitAsync());
        Assert.True(await run.IsGoneInTimeAsync());
        Assert.False(await ListensAsync(trace.Login));
    }

    private static IReadOnlyList<string> FindRoots(IReadOnlyList<JsonNode> spans)
    {
        var ids = spans.Select(span => (string)span["spanId"]!).ToHashSet(StringComparer.Ordinal);
        return [.. spans.Where(span => !ids.Contains((string?)span["parentSpanId"] ?? "")).Select(span => (string)span["name"]!)];
    }

    // Each process sends what it has every few seconds, children before their parents. What is not whole in time is returned as it is.
    private static async Task<IReadOnlyList<JsonNode>> WaitForWholeAsync(Dashboard dashboard, string traceId, CancellationToken cancellationToken)
    {
        var end = TimeProvider.System.GetUtcNow() + s_limit;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (true)
        {
            var spans = await dashboard.ListSpansAsync(traceId, cancellationToken);
            var isWhole = FindRoots(spans) is ["run episode"] && !s_expected.Except(spans.Select(span => (string)span["name"]!)).Any();
            if (isWhole || TimeProvider.System.GetUtcNow() >= end)
            {
                return spans;
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private static string? Attribute(JsonNode span, string key) => span["attributes"]!.AsArray()
        .Where(attribute => (string)attribute!["key"]! == key)
        .Select(attribute => (string?)attribute!["value"]!["stringValue"])
        .FirstOrDefault();

    private static async Task<bool> ListensAsync(Uri address)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(address.Host, address.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
