using SreGym.Oci.Client;
using SreGym.Oci.Registry;
using SreGym.Oci.Storage;
using SreGym.TestingHost.Registries;

namespace SreGym.Oci.Tests.Registry.Hostile;

/// <summary>Ten thousand made-up requests for each endpoint: clear answers, nothing stored, nothing leaked.</summary>
public sealed class RandomRequestTests : IAsyncLifetime
{
    private const int Requests = 10_000;
    private const int AtOnce = 8;
    private const int LargestBody = 2048;
    private const int OpenUploads = 1000;

    private readonly MemoryBlobStore _blobs = new();
    private readonly RegistryVolume _volume;
    private readonly AccessLog _accesses = new(1000);
    private readonly HttpMessageInvoker _http = RegistryTransport.Create();
    private readonly List<Exception> _thrown = [];
    private RegistryServer? _server;

    public RandomRequestTests() => _volume = new RegistryVolume(_blobs);

    public async ValueTask InitializeAsync()
    {
        var handler = new RegistryHandler(TimeProvider.System);
        var registry = new HostedRegistry { Instance = "test", Volume = _volume, Accesses = _accesses };
        _server = await RegistryServer.StartAsync(async context =>
        {
            try
            {
                await handler.HandleAsync(context, registry);
            }
            catch (Exception unexpected)
            {
                lock (_thrown)
                {
                    _thrown.Add(unexpected);
                }

                throw;
            }
        });
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _server!.DisposeAsync();
    }

    [Theory]
    [InlineData("base")]
    [InlineData("catalog")]
    [InlineData("tags")]
    [InlineData("referrers")]
    [InlineData("manifests")]
    [InlineData("blobs")]
    [InlineData("uploads")]
    [InlineData("upload")]
    public async Task Requests_MadeUp_GetClearAnswersAndStoreNothing(string endpoint)
    {
        var statuses = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(part => Task.Run(() => SendAsync(endpoint, part))));

        Assert.Empty(_thrown);
        Assert.All(statuses.SelectMany(part => part).Distinct(), status => Assert.InRange(status, 200, 499));
        Assert.Empty(_blobs.List());
        Assert.Empty(_volume.ListRepositories());
        Assert.InRange(_blobs.Used, 0, OpenUploads * LargestBody);
        Assert.All(_accesses.List(DateTimeOffset.MinValue), entry =>
            Assert.InRange(entry.Repository.Length + entry.Reference.Length + entry.UserAgent.Length, 0, 3 * 256));
    }

    private async Task<List<int>> SendAsync(string endpoint, int part)
    {
        var fuzzer = new RequestFuzzer((part * 7919) + endpoint.Length, endpoint, _server!.Address);
        var statuses = new List<int>();
        for (var request = 0; request < Requests / AtOnce; request++)
        {
            using var message = fuzzer.Next();
            using var response = await _http.SendAsync(message, TestContext.Current.CancellationToken);
            var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            statuses.Add((int)response.StatusCode);
            Assert.True((int)response.StatusCode < 500, $"{message.Method} {message.RequestUri}: {response.StatusCode} {body}");
            Assert.DoesNotContain("Exception", body, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
        }

        return statuses;
    }
}
