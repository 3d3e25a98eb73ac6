using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;

namespace SreGym.EndToEnd.Tests;

/// <summary>An AWS API on this machine, as <c>.ci/run</c> announces it.</summary>
internal static class AwsEmulator
{
    private const string Variable = "SREGYM_TEST_AWS_ENDPOINT";
    private const string NoConfiguration = "/dev/null";
    private const string Key = "test";

    public static string? Endpoint { get; } = Environment.GetEnvironmentVariable(Variable);

    public static void Require() => Assert.SkipWhen(string.IsNullOrEmpty(Endpoint), $"{Variable} names no AWS emulator.");

    /// <summary>Environment of a run that reaches this address as somebody, or, without one, nothing and as nobody.</summary>
    public static Dictionary<string, string> Access(string? endpoint) => new()
    {
        ["AWS_ENDPOINT_URL"] = endpoint ?? "",
        ["AWS_ACCESS_KEY_ID"] = endpoint is null ? "" : Key,
        ["AWS_SECRET_ACCESS_KEY"] = endpoint is null ? "" : Key,
        ["AWS_REGION"] = "",
        ["AWS_DEFAULT_REGION"] = "",
        ["AWS_PROFILE"] = "",
        ["AWS_CONFIG_FILE"] = NoConfiguration,
        ["AWS_SHARED_CREDENTIALS_FILE"] = NoConfiguration,
    };

    /// <summary>What a server's user data does when its node is ready.</summary>
    public static async Task HandOverAsync(string region, string parameter, string kubeconfig, CancellationToken cancellationToken)
    {
        var settings = new AmazonSimpleSystemsManagementConfig { ServiceURL = Endpoint, AuthenticationRegion = region };
        using var client = new AmazonSimpleSystemsManagementClient(Key, Key, settings);
        await client.PutParameterAsync(
            new PutParameterRequest
            {
                Name = parameter,
                Value = await File.ReadAllTextAsync(kubeconfig, cancellationToken),
                Type = ParameterType.SecureString,
                Overwrite = true,
            },
            cancellationToken);
    }
}
