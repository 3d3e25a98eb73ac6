using System.Net.Http.Json;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;

namespace SreGym.Conductor.Tests.Targets;

/// <summary>An AWS API on this machine, named by the variables that every SDK reads. Never the real one.</summary>
internal static class AwsEmulator
{
    private const string Variable = "AWS_ENDPOINT_URL";

    public static bool IsThere => Address?.IsLoopback == true;

    public static Uri? Address =>
        Uri.TryCreate(Environment.GetEnvironmentVariable(Variable), UriKind.Absolute, out var address) ? address : null;

    public static void Require() => Assert.SkipUnless(IsThere, $"{Variable} does not name an emulator on this machine (docs/targets.md).");

    public static async Task PutSecretAsync(string name, string value)
    {
        using var client = new AmazonSimpleSystemsManagementClient();
        await client.PutParameterAsync(new PutParameterRequest { Name = name, Value = value, Type = ParameterType.SecureString });
    }

    /// <summary>There is no SDK for it among the packages: an emulator takes the call unsigned.</summary>
    public static async Task CreateEksClusterAsync(string name, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/clusters")
        {
            Content = JsonContent.Create(new
            {
                name,
                roleArn = "arn:aws:iam::123456789012:role/eks",
                resourcesVpcConfig = new { subnetIds = new[] { "subnet-1", "subnet-2" } },
            }),
        };
        request.Headers.TryAddWithoutValidation(
            "Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/eks/aws4_request, SignedHeaders=host, Signature=0");
        using var answer = await http.SendAsync(request, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
