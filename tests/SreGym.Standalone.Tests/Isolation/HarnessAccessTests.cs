using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Routing;

namespace SreGym.Standalone.Tests.Isolation;

/// <summary>Whatever the harness serves, it serves to holders of its token alone. The routing table says what that is.</summary>
public sealed partial class HarnessAccessTests(StandaloneProcess process) : IClassFixture<StandaloneProcess>
{
    private const string Unauthenticated = "16";
    private static readonly string[] s_open = ["/health", "/alive", "/status", "/get_app", "/submit"];

    [Theory]
    [InlineData("")]
    [InlineData("wrong")]
    public async Task Harness_WithoutItsToken_IsClosed(string token)
    {
        await AssertRpcsAreClosedAsync(token);
        await AssertEndpointsAreClosedAsync(token);
    }

    [Fact]
    public async Task Harness_WithTheParticipantsToken_IsClosed()
    {
        using var seat = await ParticipantSeat.TakeAsync(process);

        await AssertRpcsAreClosedAsync(seat.Token);
        await AssertEndpointsAreClosedAsync(seat.Token);
        await seat.LeaveAsync();
    }

    [Fact]
    public async Task Listener_AskedByAStranger_GivesNothing()
    {
        using var trusting = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, it, _, _) => it is not null };
        using var client = new HttpClient(trusting);
        string[] paths = ["/", "/api", "/apis", "/api/v1/secrets", "/v2/", "/v2/_catalog", "/episodes", "/episodes/any/report.json"];
        var questions = process.Addresses.Where(address => address.Port != process.GrpcPort && address.Port != process.RegistryPort)
            .SelectMany(address => paths.Select(path => new Uri(address, path)));

        var answers = await Task.WhenAll(questions.Select(async question =>
        {
            using var response = await client.GetAsync(question, TestContext.Current.CancellationToken);
            return (question, Status: (int)response.StatusCode);
        }));

        Assert.True(answers.Length >= 4 * paths.Length, "A listener is missing.");
        Assert.DoesNotContain(answers, answer => answer.Status is < 400 or >= 500);
    }

    // Under any other name the port serves copies of public images, as public as their originals.
    [Theory]
    [InlineData("/v2/")]
    [InlineData("/v2/_catalog")]
    [InlineData("/v2/hotel-reservation/recommendation/manifests/latest")]
    public async Task PrivateRegistry_AskedByAStranger_WantsItsPassword(string path)
    {
        using var seat = await ParticipantSeat.TakeAsync(process);
        using var client = Connect(process.RegistryPort, "");
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = seat.Episode } };

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        await seat.LeaveAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private async Task AssertRpcsAreClosedAsync(string token)
    {
        using var client = Connect(process.GrpcPort, token);
        var methods = process.Endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.FullName)
            .OfType<string>()
            .Where(method => !method.StartsWith("/grpc.health.", StringComparison.Ordinal))
            .ToArray();

        var answers = await Task.WhenAll(methods.Select(async method => (method, Status: await CallAsync(client, method))));

        Assert.True(methods.Length > 30, $"Only {methods.Length} methods.");
        Assert.DoesNotContain(answers, answer => answer.Status != Unauthenticated);
    }

    private async Task AssertEndpointsAreClosedAsync(string token)
    {
        using var client = Connect(process.HarnessPort, token);
        var endpoints = process.Endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>() is null && !IsUnimplemented(endpoint))
            .Select(endpoint => (
                Path: '/' + Parameter().Replace(endpoint.RoutePattern.RawText!, "any").Trim('/'),
                Methods: endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]))
            .Where(endpoint => !s_open.Contains(endpoint.Path))
            .SelectMany(endpoint => endpoint.Methods.Select(method => (endpoint.Path, Method: method)))
            .ToArray();

        var answers = await Task.WhenAll(endpoints.Select(async endpoint =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Parse(endpoint.Method), endpoint.Path);
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            return (endpoint, response.StatusCode);
        }));

        Assert.True(endpoints.Length >= 6, string.Join(", ", endpoints));
        Assert.DoesNotContain(answers, answer => answer.StatusCode != HttpStatusCode.Unauthorized);
    }

    // What gRPC puts where a service or a method is not.
    private static bool IsUnimplemented(RouteEndpoint endpoint) =>
        endpoint.RoutePattern.RawText!.Contains("{unimplemented", StringComparison.Ordinal);

    private static async Task<string?> CallAsync(HttpClient client, string method)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, method)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(new byte[5]) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
        };
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var headers = response.Headers.Concat(response.TrailingHeaders).ToLookup(header => header.Key, header => header.Value.Single());
        return headers["grpc-status"].FirstOrDefault();
    }

    private static HttpClient Connect(int port, string token)
    {
        var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        client.DefaultRequestHeaders.Authorization = token.Length == 0 ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    [GeneratedRegex("{[^}]+}")]
    private static partial Regex Parameter();
}
