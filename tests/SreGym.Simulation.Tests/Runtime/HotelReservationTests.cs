using System.Text;
using Microsoft.Extensions.Time.Testing;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;
using SreGym.TestingHost.Clusters;
using SreGym.TestingHost.Registries;

namespace SreGym.Simulation.Tests.Runtime;

public sealed class HotelReservationTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private RegistryServer? _registry;

    public async ValueTask InitializeAsync() => _registry = await RegistryServer.StartAsync();

    public ValueTask DisposeAsync() => _registry!.DisposeAsync();

    [Fact]
    public async Task Deploy_NoStartDelay_IsAvailableWithoutTimePassing()
    {
        await using var cluster = Cluster(TimeSpan.Zero);

        HotelReservationObjects.Create(cluster.Api);
        await cluster.AdvanceAsync(_time, TimeSpan.Zero);

        Assert.All(cluster.Api.List(ResourceTypes.Deployments), Available);
    }

    [Fact]
    public async Task Deploy_OrdinaryDelays_IsAvailableAfterSeconds()
    {
        await using var cluster = Cluster(null);

        HotelReservationObjects.Create(cluster.Api);
        await cluster.AdvanceAsync(_time, TimeSpan.FromSeconds(3));

        Assert.All(cluster.Api.List(ResourceTypes.Deployments), Available);
    }

    [Theory]
    [InlineData("/", 200)]
    [InlineData("/recommendations?require=dis&lat=38.0235&lon=-122.095", 200)]
    [InlineData("/hotels?inDate=2015-04-09&outDate=2015-04-10&lat=38.0235&lon=-122.095", 200)]
    [InlineData("/hotels?lat=38.0235&lon=-122.095", 400)]
    [InlineData("/user?username=Cornell_1&password=1111111111", 200)]
    [InlineData("/nothing", 404)]
    public async Task Frontend_AllHealthy_Answers(string address, int status)
    {
        await using var cluster = await DeployedAsync();

        var answer = await AskAsync(cluster, address);

        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData("recommendation", "/recommendations")]
    [InlineData("rate", "/hotels")]
    [InlineData("geo", "/hotels")]
    [InlineData("user", "/user /reservation")]
    [InlineData("profile", "/hotels /recommendations")]
    [InlineData("mongodb-recommendation", "/recommendations")]
    public async Task Frontend_OneServiceDown_BreaksWhatDependsOnIt(string service, string broken)
    {
        await using var cluster = await DeployedAsync();
        cluster.Api.Mutate(ResourceTypes.Deployments, HotelReservationObjects.Namespace, service, value => value["spec"]!["replicas"] = 0);
        await cluster.AdvanceAsync(_time, TimeSpan.FromSeconds(5));

        var failing = new List<string>();
        foreach (var path in new[] { "/", "/hotels", "/recommendations", "/user", "/reservation" })
        {
            var answer = await AskAsync(cluster, path + "?inDate=a&outDate=b&lat=1&lon=2&username=u&password=p&require=dis&hotelId=1");
            if (answer.StatusCode == 500)
            {
                failing.Add(path);
            }
        }

        Assert.Equal(broken.Split(' '), failing);
    }

    [Fact]
    public async Task Recommendations_Healthy_AreGeoJson()
    {
        await using var cluster = await DeployedAsync();

        var answer = await AskAsync(cluster, "/recommendations?require=dis&lat=38.0235&lon=-122.095");

        Assert.Contains("\"FeatureCollection\"", Encoding.UTF8.GetString(answer.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proxy_FrontendGone_SaysNoEndpoints()
    {
        await using var cluster = await DeployedAsync();
        cluster.Api.Mutate(ResourceTypes.Deployments, HotelReservationObjects.Namespace, "frontend", value => value["spec"]!["replicas"] = 0);
        await cluster.AdvanceAsync(_time, TimeSpan.FromSeconds(5));

        var refusal = await Assert.ThrowsAsync<ApiStatusException>(() => AskAsync(cluster, "/"));

        Assert.Equal("no endpoints available for service \"frontend\"", refusal.Message);
    }

    [Fact]
    public async Task Log_RunningContainer_HasItsStart()
    {
        await using var cluster = await DeployedAsync();
        var pod = cluster.Api.List(ResourceTypes.Pods, HotelReservationObjects.Namespace).First(pod => pod.Name.StartsWith("geo-", StringComparison.Ordinal));

        var log = await cluster.NodeRuntime.ReadLogAsync(
            new ContainerTarget(HotelReservationObjects.Namespace, pod.Name, "c"), false, TestContext.Current.CancellationToken);

        Assert.Contains(log.Lines, line => line.Text.EndsWith("Starting server...", StringComparison.Ordinal));
    }

    private static void Available(StoredObject deployment) => Assert.Equal(1, deployment.Parse().FindNumber("status", "availableReplicas"));

    private async Task<SimulatedCluster> DeployedAsync()
    {
        var cluster = Cluster(TimeSpan.Zero);
        HotelReservationObjects.Create(cluster.Api);
        await cluster.AdvanceAsync(_time, TimeSpan.FromSeconds(2));
        return cluster;
    }

    private static Task<ProxyAnswer> AskAsync(SimulatedCluster cluster, string address)
    {
        var parts = address.Split('?', 2);
        return cluster.NodeRuntime.ProxyAsync(
            new ProxyRequest(
                HotelReservationObjects.Namespace, "frontend", true, "5000", "GET", parts[0], parts.Length > 1 ? "?" + parts[1] : "", default),
            TestContext.Current.CancellationToken);
    }

    private SimulatedCluster Cluster(TimeSpan? startDelay)
    {
        var cluster = new SimulatedCluster(new ClusterOptions
        {
            Id = "c1",
            Seed = 1,
            StartDelay = startDelay,
            TimeProvider = _time,
            RegistryAddress = _registry!.Address,
            Registries = new ServedRegistries(_registry.Hosts),
            PullPatience = TimeSpan.FromMinutes(1),
        });
        cluster.Start();
        return cluster;
    }
}
