using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using SreGym.Conductor.Tests.Harness;
using SreGym.Contracts.Conductor.V1;

namespace SreGym.Conductor.Tests.Participants;

public sealed class ParticipantEndpointTests
{
    [Fact]
    public async Task Calls_BeforeAnyEpisode_Are400()
    {
        await using var host = await ConductorHost.StartAsync();

        foreach (var path in (string[])["/status", "/get_app"])
        {
            using var response = await host.Participant.GetAsync(path);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Equal("""{"detail":"No problem has been started"}""", await response.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Calls_ThroughAnEpisode_AreWhatSregymAnswers()
    {
        await using var host = await ConductorHost.StartAsync(new RpcScript { Blocks = "EvaluateMitigation" });
        var id = (await host.StartEpisodeAsync()).Episode.EpisodeId;
        await host.Participant.AwaitStageAsync("diagnosis");

        var app = await host.Participant.GetStringAsync("/get_app");
        using var first = await host.Participant.SubmitAsync("right");
        await host.Participant.AwaitStageAsync("mitigation");
        using var second = await host.Participant.SubmitAsync("");
        await host.Script.Blocked.WaitAsync(TimeSpan.FromSeconds(20));
        using var whileGrading = await host.Participant.SubmitAsync("");
        var stageWhileGrading = await host.Participant.GetStageAsync();
        await host.Client.RecoverEpisodeAsync(new RecoverEpisodeRequest { EpisodeId = id });
        using var afterwards = await host.Participant.SubmitAsync("");

        const string received = """{"status":"200","message":"Submission received"}""";
        Assert.Equal(
            """{"app_name":"Hotel Reservation","namespace":"hotel-reservation","namespaces":["hotel-reservation"],"descriptions":"Books hotels."}""",
            app);
        Assert.Equal(received, await first.Content.ReadAsStringAsync());
        Assert.Equal(received, await second.Content.ReadAsStringAsync());
        Assert.Equal(received, await whileGrading.Content.ReadAsStringAsync());
        Assert.Equal("mitigation", stageWhileGrading);
        Assert.Equal(HttpStatusCode.OK, afterwards.StatusCode);
        Assert.Equal("done", (string?)JsonNode.Parse(await afterwards.Content.ReadAsStringAsync())!["status"]);
    }

    [Fact]
    public async Task Submit_BeforeItsTurn_Is400ThatNamesTheStage()
    {
        await using var host = await ConductorHost.StartAsync(new RpcScript { Blocks = "MirrorImages" });
        await host.StartEpisodeAsync();
        await host.Script.Blocked.WaitAsync(TimeSpan.FromSeconds(20));

        using var response = await host.Participant.SubmitAsync("too early");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("setup", await host.Participant.GetStageAsync());
        Assert.Equal("""{"detail":"Cannot submit at stage: 'setup'"}""", (await response.Content.ReadAsStringAsync()).Replace("\\u0027", "'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"solution":null}""")]
    [InlineData("""{"solution":1}""")]
    public async Task Submit_WithAWrongBody_Is422(string body)
    {
        await using var host = await ConductorHost.StartAsync();

        using var response = await host.Participant.PostAsync("/submit", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.NotNull(JsonNode.Parse(await response.Content.ReadAsStringAsync())!["detail"]![0]!["loc"]);
    }

    [Fact]
    public async Task Token_TheEpisodesOwn_IsTaken_AnyOther_Is401()
    {
        await using var host = await ConductorHost.StartAsync();
        var id = (await host.StartEpisodeAsync()).Episode.EpisodeId;
        var ready = (await host.WatchAsync(id, update => update.Ready is not null))[^1].Ready;
        var token = (await File.ReadAllLinesAsync(ready.KubeconfigPath)).Single(line => line.Contains("token:", StringComparison.Ordinal)).Split(": ")[1];

        var own = await GetStatusAsync(host, token);
        var harness = await GetStatusAsync(host, ConductorHost.HarnessToken);
        var other = await GetStatusAsync(host, "somebody-else");

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized], [own, harness, other]);
    }

    [Fact]
    public async Task Listeners_OfParticipantAndHarness_ServeNothingOfEachOther()
    {
        await using var host = await ConductorHost.StartAsync();

        var paths = await Task.WhenAll(
            StatusOf(host.Participant, "/episodes"),
            StatusOf(host.Participant, "/health"),
            StatusOf(host.Operator, "/status"),
            StatusOf(host.Operator, "/episodes"),
            StatusOf(host.Operator, "/health"));

        Assert.Equal(
            [HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.Unauthorized, HttpStatusCode.OK],
            paths);
    }

    [Fact]
    public async Task Kubeconfig_OfTheParticipant_IsPrivate()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix file modes only.");
        await using var host = await ConductorHost.StartAsync();
        var id = (await host.StartEpisodeAsync()).Episode.EpisodeId;

        var ready = (await host.WatchAsync(id, update => update.Ready is not null))[^1].Ready;

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(ready.KubeconfigPath));
        Assert.DoesNotContain("secret", ready.Task, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("pull", ready.Task, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<HttpStatusCode> GetStatusAsync(ConductorHost host, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/status");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await host.Participant.SendAsync(request);
        return response.StatusCode;
    }

    private static async Task<HttpStatusCode> StatusOf(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        return response.StatusCode;
    }
}
