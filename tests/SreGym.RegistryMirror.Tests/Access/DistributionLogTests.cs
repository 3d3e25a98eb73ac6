using SreGym.Oci.Registry;
using SreGym.RegistryMirror.Access;

namespace SreGym.RegistryMirror.Tests.Access;

/// <summary>Lines as registries of version 2.8 (text) and 3 (text and JSON) write them.</summary>
public sealed class DistributionLogTests
{
    private const string Request = "http.request.host=\"localhost:30500\" http.request.id=48d80eea http.request.method=GET "
        + "http.request.remoteaddr=\"10.244.0.1:24797\" http.request.uri=/v2/team/app/manifests/v1 http.request.useragent=containerd/1.6.20~ds1 ";

    private const string Accepted = "time=\"2026-11-25T17:05:34.744365743Z\" level=info msg=\"authorized request\" go.version=go1.19.8 "
        + Request + "vars.name=team/app vars.reference=v1";

    private const string Answered = "time=\"2026-11-25T17:05:34.745558516Z\" level=info msg=\"response completed\" go.version=go1.19.8 "
        + Request + "http.response.contenttype=\"application/json; charset=utf-8\" http.response.duration=107.046469ms http.response.status=200";

    private static readonly DateTimeOffset s_before = new(2026, 11, 25, 17, 5, 34, TimeSpan.Zero);

    [Fact]
    public void Add_AcceptedAndAnsweredRequest_IsAnAccessByTheUser()
    {
        var entry = Assert.Single(Read(Accepted, Answered));

        Assert.Equal(("image-puller", "GET", "team/app", "v1", 200), (entry.Username, entry.Method, entry.Repository, entry.Reference, entry.Status));
        Assert.Equal(("containerd/1.6.20~ds1", "pod-1"), (entry.UserAgent, entry.Instance));
    }

    [Fact]
    public void Add_AnsweredWithoutAcceptedCredentials_HasNoUser()
    {
        var entry = Assert.Single(Read(Answered));

        Assert.Equal("", entry.Username);
    }

    [Fact]
    public void Add_RefusedRequest_IsNoAccessOfAnybody()
    {
        var refused = "time=\"2026-11-25T17:05:34.7Z\" level=warning msg=\"error authorizing context: basic authentication challenge for realm "
            + "\\\"R\\\": invalid authorization credential\" " + Request;

        Assert.Empty(Read(refused, "10.244.0.1 - - [25/Nov/2026:17:05:34 +0000] \"GET /v2/ HTTP/1.1\" 401 87 \"\" \"curl/7.88.1\""));
    }

    [Fact]
    public void Add_ErrorAnswer_KeepsItsStatus()
    {
        var missing = Answered.Replace("msg=\"response completed\"", "msg=\"response completed with error\" err.code=\"manifest unknown\"", StringComparison.Ordinal)
            .Replace("status=200", "status=404", StringComparison.Ordinal);

        Assert.Equal(404, Assert.Single(Read(Accepted, missing)).Status);
    }

    [Fact]
    public void Add_UserNameInTheLog_IsTaken()
    {
        var named = Accepted + " auth.user.name=somebody-else";

        Assert.Equal("somebody-else", Assert.Single(Read(named, Answered)).Username);
    }

    [Fact]
    public void Add_JsonLines_AreReadAlike()
    {
        const string Fields = "\"http.request.id\":\"a1\",\"http.request.method\":\"HEAD\",\"vars.name\":\"team/app\",\"vars.reference\":\"v1\"";

        var entry = Assert.Single(Read(
            $$"""{"level":"info","msg":"authorized request","time":"2026-11-25T17:05:35Z",{{Fields}}}""",
            $$"""{"level":"info","msg":"response completed","time":"2026-11-25T17:05:35Z","http.response.status":200,{{Fields}}}"""));

        Assert.Equal(("image-puller", "HEAD", 200), (entry.Username, entry.Method, entry.Status));
    }

    [Fact]
    public void Add_SameLinesTwice_AreOneAccess()
    {
        Assert.Single(Read(Accepted, Answered, Accepted, Answered));
    }

    [Fact]
    public void List_Since_LeavesOutWhatWasBefore()
    {
        var log = new DistributionLog("image-puller");
        log.Add("pod-1", Accepted);
        log.Add("pod-1", Answered);

        Assert.Empty(log.List(s_before.AddSeconds(1)));
    }

    [Fact]
    public void Add_MoreThanItKeeps_DropsTheOldest()
    {
        var log = new DistributionLog("image-puller", capacity: 2);
        foreach (var id in (string[])["a", "b", "c"])
        {
            log.Add("pod-1", Answered.Replace("48d80eea", id, StringComparison.Ordinal).Replace("/v1", "/" + id, StringComparison.Ordinal));
        }

        Assert.Equal(2, log.List(s_before).Count);
    }

    private static IReadOnlyList<AccessEntry> Read(params string[] lines)
    {
        var log = new DistributionLog("image-puller");
        foreach (var line in lines)
        {
            log.Add("pod-1", line);
        }

        return log.List(s_before);
    }
}
