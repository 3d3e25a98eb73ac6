using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SreGym.Conductor.Targets.Aws;
using SreGym.Contracts;

namespace SreGym.Conductor.Tests.Targets;

/// <summary>The API of Session Manager and its plugin are played by this test; both speak as AWS documents it. No data crosses.</summary>
public sealed class SessionForwardTests : IAsyncLifetime
{
    private const string Token = "secret-session-token";
    private const string Kubeconfig = """
        apiVersion: v1
        kind: Config
        current-context: default
        contexts: [{name: default, context: {cluster: default, user: default}}]
        clusters: [{name: default, cluster: {server: "https://127.0.0.1:6443"}}]
        users: [{name: default, user: {token: t}}]
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("session").FullName;
    private readonly Channel<string> _calls = Channel.CreateUnbounded<string>();
    private WebApplication _api = null!;
    private string? _refusal;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        foreach (var name in (string[])["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
        {
            Environment.SetEnvironmentVariable(name, Environment.GetEnvironmentVariable(name) ?? "test");
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _api = builder.Build();
        _api.Run(AnswerAsync);
        await _api.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Route_LeadsThroughThePlugin_WhichGetsTheTokenByAVariableOnly()
    {
        await using var forwards = Forwards(WritePlugin("echo 'Waiting for connections...'; exec cat"));

        var kubeconfig = await forwards.RouteAsync(Kubeconfig, "i-0123", "eu-central-1", Cancelled);
        var again = await forwards.RouteAsync(Kubeconfig, "i-0123", "eu-central-1", Cancelled);

        var arguments = await File.ReadAllLinesAsync(Path.Combine(_folder, "arguments"), Cancelled);
        using var request = JsonDocument.Parse(arguments[4]);
        var port = request.RootElement.GetProperty("Parameters").GetProperty("localPortNumber")[0].GetString();
        Assert.Equal(["AWS_SSM_START_SESSION_RESPONSE", "eu-central-1", "StartSession", ""], arguments[..4]);
        Assert.Equal("6443", request.RootElement.GetProperty("Parameters").GetProperty("portNumber")[0].GetString());
        Assert.Contains($"https://127.0.0.1:{port}", kubeconfig, StringComparison.Ordinal);
        Assert.Equal(kubeconfig, again);
        Assert.DoesNotContain(Token, string.Concat(arguments), StringComparison.Ordinal);
        Assert.Contains($"\"TokenValue\":\"{Token}\"", await File.ReadAllTextAsync(Path.Combine(_folder, "response"), Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_EndsPluginAndSession()
    {
        await using (var forwards = Forwards(WritePlugin("echo 'Waiting for connections...'; exec cat")))
        {
            await forwards.RouteAsync(Kubeconfig, "i-0123", "eu-central-1", Cancelled);
            Assert.StartsWith("StartSession", await _calls.Reader.ReadAsync(Cancelled), StringComparison.Ordinal);
        }

        Assert.Equal("""TerminateSession {"SessionId":"me-1"}""", await _calls.Reader.ReadAsync(Cancelled));
        var id = int.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "pid"), Cancelled), System.Globalization.CultureInfo.InvariantCulture);
        Assert.Throws<ArgumentException>(() => System.Diagnostics.Process.GetProcessById(id));
    }

    [Fact]
    public async Task Session_ThatEndsBeforeItsTime_IsFollowedByAnotherOnTheSamePort()
    {
        await using var forwards = Forwards(WritePlugin("echo 'Waiting for connections...'; [ -e \"$folder/second\" ] && exec cat; touch \"$folder/second\""));

        await forwards.RouteAsync(Kubeconfig, "i-0123", "eu-central-1", Cancelled);
        var first = await _calls.Reader.ReadAsync(Cancelled);
        Assert.StartsWith("TerminateSession", await _calls.Reader.ReadAsync(Cancelled), StringComparison.Ordinal);

        Assert.Equal(first, await _calls.Reader.ReadAsync(Cancelled));
    }

    [Fact]
    public async Task Plugin_ThatIsNotInstalled_IsNamedWithWhereToGetIt()
    {
        var sessions = Manager(Path.Combine(_folder, "absent"));

        var refused = await Assert.ThrowsAsync<SreGymException>(() => sessions.DemandPluginAsync(Cancelled));

        Assert.Contains("absent', which is not on the PATH: install it (https://docs.aws.amazon.com/", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plugin_ThatEndsAtOnce_IsQuotedAndItsSessionEnded()
    {
        await using var forwards = Forwards(WritePlugin("echo 'cannot reach the data channel' >&2; exit 255"));

        var failed = await Assert.ThrowsAsync<SreGymException>(() => forwards.RouteAsync(Kubeconfig, "i-0123", "eu-central-1", Cancelled));

        Assert.Contains("i-0123 ended before its port was open: cannot reach the data channel", failed.Message, StringComparison.Ordinal);
        Assert.StartsWith("StartSession", await _calls.Reader.ReadAsync(Cancelled), StringComparison.Ordinal);
        Assert.StartsWith("TerminateSession", await _calls.Reader.ReadAsync(Cancelled), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TargetNotConnected", "way out to ssm and ssmmessages")]
    [InlineData("AccessDeniedException", "ssm:StartSession")]
    public async Task Session_Refused_SaysWhatIsMissing(string code, string remedy)
    {
        _refusal = code;
        await using var forwards = Forwards(WritePlugin("exit 1"));

        var refused = await Assert.ThrowsAsync<SreGymException>(() => forwards.RouteAsync(Kubeconfig, "i-0123", "eu-central-1", Cancelled));

        Assert.Contains(remedy, refused.Message, StringComparison.Ordinal);
        Assert.Contains("i-0123", refused.Message, StringComparison.Ordinal);
    }

    private SessionManager Manager(string plugin) => new(Options.Create(new AwsOptions
    {
        EndpointUrl = new Uri(_api.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()),
        SessionManagerPlugin = plugin,
    }));

    private SessionForwards Forwards(string plugin) => new(Manager(plugin), TimeProvider.System, NullLogger<SessionForwards>.Instance);

    private string WritePlugin(string behaviour)
    {
        var path = Path.Combine(_folder, "plugin");
        File.WriteAllText(path, $$"""
            #!/bin/sh
            folder='{{_folder}}'
            printf '%s\n' "$@" >"$folder/arguments"
            printf '%s' "$AWS_SSM_START_SESSION_RESPONSE" >"$folder/response"
            printf '%s' "$$" >"$folder/pid"
            {{behaviour}}
            """);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var action = context.Request.Headers["x-amz-target"].ToString().Split('.')[^1];
        _calls.Writer.TryWrite($"{action} {await reader.ReadToEndAsync()}");
        context.Response.ContentType = "application/x-amz-json-1.1";
        context.Response.StatusCode = _refusal is null ? 200 : 400;
        await context.Response.WriteAsync(_refusal is not null
            ? JsonSerializer.Serialize(new { __type = _refusal, message = "said by the test" })
            : JsonSerializer.Serialize(new { SessionId = "me-1", StreamUrl = "wss://example.invalid/me-1", TokenValue = Token }));
    }
}
