using System.Buffers;
using System.Text;
using SreGym.Simulation.Storage;
using SreGym.Simulation.Tables;

namespace SreGym.Simulation.Tests.Tables;

public sealed class ObjectTableTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 14, 20, 0, TimeSpan.Zero);

    [Fact]
    public void WaitingPod_ShowsTheReasonOfItsContainer()
    {
        const string pod = """
            {"metadata":{"name":"geo-1","creationTimestamp":"2026-11-22T14:17:37Z"},"spec":{"nodeName":"node-1","containers":[{"name":"geo"}]},
             "status":{"phase":"Pending","podIP":"10.244.0.23","containerStatuses":[{"name":"geo","ready":false,"restartCount":0,"state":{"waiting":{"reason":"ImagePullBackOff"}}}]}}
            """;

        Assert.Equal("""["geo-1","0/1","ImagePullBackOff","0","2m23s","10.244.0.23","node-1","<none>","<none>"]""", Cells(ResourceTypes.Pods, pod));
    }

    [Fact]
    public void WaitingInitContainer_IsMarkedAsSuch()
    {
        const string pod = """
            {"metadata":{"name":"a","creationTimestamp":"2026-11-22T14:20:00Z"},"spec":{"initContainers":[{"name":"i"}],"containers":[{"name":"c"}]},
             "status":{"phase":"Pending","initContainerStatuses":[{"name":"i","state":{"waiting":{"reason":"ErrImagePull"}}}],
             "containerStatuses":[{"name":"c","state":{"waiting":{"reason":"PodInitializing"}}}]}}
            """;

        Assert.StartsWith("""["a","0/1","Init:ErrImagePull","0","0s",""", Cells(ResourceTypes.Pods, pod), StringComparison.Ordinal);
    }

    [Fact]
    public void RestartedPod_SaysWhenItLastRestarted()
    {
        const string pod = """
            {"metadata":{"name":"a","creationTimestamp":"2026-11-22T13:20:00Z"},"spec":{"containers":[{"name":"c"}]},
             "status":{"phase":"Running","containerStatuses":[{"name":"c","ready":true,"restartCount":2,"state":{"running":{}},
             "lastState":{"terminated":{"exitCode":1,"finishedAt":"2026-11-22T14:15:00Z"}}}]}}
            """;

        Assert.StartsWith("""["a","1/1","Running","2 (5m ago)","60m",""", Cells(ResourceTypes.Pods, pod), StringComparison.Ordinal);
    }

    [Fact]
    public void Deployment_CountsAreNumbers()
    {
        const string deployment = """
            {"metadata":{"name":"registry","creationTimestamp":"2026-11-22T14:17:16Z"},
             "spec":{"replicas":1,"selector":{"matchLabels":{"app":"registry"}},"template":{"spec":{"containers":[{"name":"registry","image":"registry:2"}]}}},
             "status":{"replicas":1,"readyReplicas":1,"updatedReplicas":1,"availableReplicas":1}}
            """;

        Assert.Equal(
            """["registry","1/1",1,1,"2m44s","registry","registry:2","app=registry"]""", Cells(ResourceTypes.Deployments, deployment));
    }

    [Fact]
    public void NodePortService_ShowsBothPorts()
    {
        const string service = """
            {"metadata":{"name":"registry","creationTimestamp":"2026-11-22T14:17:16Z"},
             "spec":{"type":"NodePort","clusterIP":"10.96.157.118","selector":{"app":"registry"},"ports":[{"port":5000,"nodePort":30500,"protocol":"TCP"}]}}
            """;

        Assert.Equal(
            """["registry","NodePort","10.96.157.118","<none>","5000:30500/TCP","2m44s","app=registry"]""", Cells(ResourceTypes.Services, service));
    }

    [Fact]
    public void SchedulerEvent_UsesEventTimeAndReporter()
    {
        const string value = """
            {"metadata":{"name":"p.1"},"involvedObject":{"kind":"Pod","name":"p"},"type":"Normal","reason":"Scheduled","message":"Assigned ",
             "firstTimestamp":null,"lastTimestamp":null,"eventTime":"2026-11-22T14:17:16.123456Z","source":{},
             "reportingComponent":"default-scheduler","reportingInstance":"default-scheduler-node-1"}
            """;

        Assert.Equal(
            """["2m43s","Normal","Scheduled","pod/p","","default-scheduler, default-scheduler-node-1","Assigned","2m43s",1,"p.1"]""",
            Cells(ResourceTypes.Events, value));
    }

    [Fact]
    public void EveryResource_HasAsManyCellsAsColumns()
    {
        foreach (var type in ResourceTypes.All)
        {
            var cells = System.Text.Json.Nodes.JsonNode.Parse(Cells(type, """{"metadata":{"name":"a"}}"""))!.AsArray();

            Assert.Equal(ObjectTable.For(type).Columns.Count, cells.Count);
        }
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(119, "119s")]
    [InlineData(120, "2m")]
    [InlineData(599, "9m59s")]
    [InlineData(10_799, "179m")]
    [InlineData(10_800, "3h")]
    [InlineData(13_500, "3h45m")]
    [InlineData(172_799, "47h")]
    [InlineData(180_000, "2d2h")]
    [InlineData(864_000, "10d")]
    [InlineData(94_608_000, "3y")]
    public void Ages_AreShortened(int seconds, string text) =>
        Assert.Equal(text, HumanDuration.Format(TimeSpan.FromSeconds(seconds)));

    private static string Cells(ResourceType type, string json)
    {
        var target = new ArrayBufferWriter<byte>();
        ObjectTable.For(type).WriteCells(target, Encoding.UTF8.GetBytes(json), s_now);
        return Encoding.UTF8.GetString(target.WrittenSpan);
    }
}
