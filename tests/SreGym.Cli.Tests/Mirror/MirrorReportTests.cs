using System.Text.Json;
using SreGym.TestingHost.Registries;

namespace SreGym.Cli.Tests.Mirror;

/// <summary>What a call prints and how it ends.</summary>
public sealed class MirrorReportTests : IAsyncLifetime
{
    private RegistryPair _registries = null!;

    private InterceptedRegistry Source => _registries.Source;

    private InterceptedRegistry Target => _registries.Target;

    public async ValueTask InitializeAsync() => _registries = await RegistryPair.StartAsync();

    public ValueTask DisposeAsync() => _registries.DisposeAsync();

    [Fact]
    public async Task Mirror_Json_EveryLineParsesAndTheTotalsAddUp()
    {
        var index = await Source.Client.PushIndexAsync("app", "v1", "linux/amd64", "linux/arm64");
        await Source.Client.PushImageAsync("app", null, layers: ["signed"u8.ToArray()], subject: index);

        var call = await MirrorAsync("--json");

        var result = Assert.Single(call.Events, step => step.GetProperty("event").GetString() == "result");
        Assert.Equal((0, ""), (call.ExitCode, call.Error));
        Assert.Equal(
            ($"{Source.Host}/app:v1", $"{Target.Host}/app:v1", "copied", index.Digest.ToString()),
            (Text(result, "source"), Text(result, "target"), Text(result, "state"), Text(result, "digest")));
        Assert.Equal(Source.Volume.ListBlobs().Count, Number(result, "blobsCopied"));
        foreach (var total in (string[])["bytesCopied", "blobsCopied", "blobsMounted", "blobsSkipped", "referrersCopied"])
        {
            Assert.Equal(Number(result, total), Number(call.Totals, total));
        }

        Assert.Equal((1, 0, 0, 1), (Number(call.Totals, "imagesCopied"), Number(call.Totals, "imagesSkipped"), Number(call.Totals, "imagesFailed"), Number(result, "referrersCopied")));
    }

    [Fact]
    public async Task Mirror_JsonOfAFailure_NamesSourceAndTarget()
    {
        var call = await MirrorAsync("--json");

        var failure = Assert.Single(call.Events, step => step.GetProperty("event").GetString() == "error");
        Assert.Equal((1, ""), (call.ExitCode, call.Error));
        Assert.Equal(($"{Source.Host}/app:v1", $"{Target.Host}/app:v1"), (Text(failure, "source"), Text(failure, "target")));
        Assert.Contains("404", Text(failure, "error"), StringComparison.Ordinal);
        Assert.Equal((0, 1), (Number(call.Totals, "imagesCopied"), Number(call.Totals, "imagesFailed")));
    }

    [Fact]
    public async Task Mirror_Again_CopiesNothingAndSaysSo()
    {
        var image = await Source.Client.PushImageAsync("app", "v1");
        await MirrorAsync();
        Target.Forget();

        var call = await MirrorAsync("--quiet");

        Assert.Equal((0, ""), (call.ExitCode, call.Error));
        Assert.Equal($"{Target.Host}/app:v1 {image.Digest} is there already", call.Lines[0]);
        Assert.StartsWith("nothing to copy: 1 of 1 images are there already", call.Lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain(Target.Requests, request => request.IsWrite);
    }

    [Fact]
    public async Task Mirror_AgainWithANewSignature_SaysThatItWasCopied()
    {
        var image = await Source.Client.PushImageAsync("app", "v1");
        await MirrorAsync();
        await Source.Client.PushImageAsync("app", null, layers: ["signed"u8.ToArray()], subject: image);

        var call = await MirrorAsync();

        Assert.EndsWith("is there already; 1 referrers copied", call.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith("images: 0 copied, 1 skipped, 0 failed", call.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mirror_Quiet_PrintsResultAndTotalsOnly()
    {
        await Source.Client.PushImageAsync("app", "v1");

        var call = await MirrorAsync("-q");

        Assert.Equal((0, "", 2), (call.ExitCode, call.Error, call.Lines.Count));
        Assert.Contains(" copied: ", call.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mirror_Platforms_AreTakenOneByOne()
    {
        var index = await Source.Client.PushIndexAsync("app", "v1", "linux/amd64", "linux/s390x", "linux/arm64");

        var call = await MirrorAsync("--platform", "linux/amd64", "--platform", "linux/arm64");

        var entries = index.ReadIndex().Manifests;
        Assert.Equal(0, call.ExitCode);
        Assert.Equal([entries[0].Digest, entries[2].Digest], Target.Volume.FindManifest("app", "v1")!.ReadIndex().Manifests.Select(entry => entry.Digest));
    }

    [Fact]
    public async Task Mirror_AllPlatformsWithoutReferrers_TakesTheIndexAlone()
    {
        var index = await Source.Client.PushIndexAsync("app", "v1", "linux/amd64", "linux/arm64");
        var signature = await Source.Client.PushImageAsync("app", null, layers: ["signed"u8.ToArray()], subject: index);

        var call = await MirrorAsync("--all-platforms", "--no-referrers");

        Assert.Equal((0, index.Digest), (call.ExitCode, Target.Find("app", "v1")));
        Assert.Null(Target.Find("app", signature.Digest.ToString()));
    }

    [Theory]
    [InlineData("give either <source> and <target> or --file <list.yaml>.")]
    [InlineData("give either <source> and <target> or --file <list.yaml>.", "only-a-source")]
    [InlineData("source: invalid reference format: repository name (UPPER) must be lowercase", "UPPER", "localhost:1/x")]
    [InlineData("target: invalid reference format", "app", "localhost:1/x:")]
    [InlineData("platform amd64: write os/architecture", "app", "localhost:1/x", "--platform", "amd64")]
    [InlineData("--platform and --all-platforms exclude each other", "app", "localhost:1/x", "--platform", "linux/amd64", "--all-platforms")]
    [InlineData("take 1 to 64", "app", "localhost:1/x", "--parallel-blobs", "0")]
    [InlineData("source: there is no file /nonexistent.tar.", "docker-archive:/nonexistent.tar", "localhost:1/x")]
    public async Task Mirror_WrongArguments_EndWith2(string expected, params string[] arguments)
    {
        var call = await MirrorCall.RunAsync(arguments);

        Assert.Equal((2, ""), (call.ExitCode, call.Output));
        Assert.Contains(expected, call.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mirror", "app", "localhost:1/x", "--no-such-option")]
    [InlineData("mirror", "app", "localhost:1/x", "--credentials-for", "nobody")]
    [InlineData("no-such-command")]
    public async Task AnyCommand_ArgumentsThatCannotBeRead_EndWith2(params string[] arguments)
    {
        var error = new StringWriter();

        var exitCode = await SreGymCommand.RunAsync(arguments, new System.CommandLine.InvocationConfiguration { Output = new StringWriter(), Error = error });

        Assert.Equal(2, exitCode);
        Assert.NotEmpty(error.ToString());
    }

    private Task<MirrorCall> MirrorAsync(params string[] options) => MirrorCall.RunAsync([$"{Source.Host}/app:v1", $"{Target.Host}/app", .. options]);

    private static string? Text(JsonElement step, string name) => step.GetProperty(name).GetString();

    private static long Number(JsonElement step, string name) => step.GetProperty(name).GetInt64();
}
