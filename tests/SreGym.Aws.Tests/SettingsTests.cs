using System.Net;
using System.Net.Sockets;
using System.Text;
using SreGym.AppHost.Aws;
using SreGym.AppHost.Aws.Calls;

namespace SreGym.Aws.Tests;

/// <summary>What need not be said on the command line.</summary>
public sealed class SettingsTests
{
    [Fact]
    public void Checksum_OfTheDefaultRelease_IsBuiltIn() => Assert.Matches("^[0-9a-f]{64}$", new AwsSettings().K3sSha256);

    [Fact]
    public void Checksum_OfAnotherRelease_MustBeGiven() => Assert.Null(new AwsSettings { K3sVersion = "v1.33.5+k3s1" }.K3sSha256);

    [Fact]
    public void Checksum_Given_Wins() => Assert.Equal("given", new AwsSettings { K3sSha256 = "given" }.K3sSha256);

    [Theory]
    [InlineData("203.0.113.7\n", "203.0.113.7/32")]
    [InlineData("2001:db8::7\n", null)]
    [InlineData("<html>a login page</html>", null)]
    public async Task PublicAddress_Answered_IsARangeOfOneOrUnknown(string answer, string? expected)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerAsync(listener, answer);

        var cidr = await PublicAddress.FindCidrAsync(new Uri($"http://{listener.LocalEndpoint}/"), TestContext.Current.CancellationToken);

        await answering;
        Assert.Equal(expected, cidr);
    }

    [Fact]
    public async Task PublicAddress_NobodyAnswers_IsUnknown() =>
        Assert.Null(await PublicAddress.FindCidrAsync(new Uri("http://127.0.0.1:1/"), TestContext.Current.CancellationToken));

    private static async Task AnswerAsync(TcpListener listener, string answer)
    {
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        using var request = new StreamReader(stream);
        while (await request.ReadLineAsync(TestContext.Current.CancellationToken) is { Length: > 0 })
        {
        }

        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {answer.Length}\r\nConnection: close\r\n\r\n{answer}"),
            TestContext.Current.CancellationToken);
    }
}
