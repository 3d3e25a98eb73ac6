using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;

namespace SreGym.Conductor.Tests.Targets;

/// <summary>An AWS API on this machine, named by the variables that every SDK reads. Never the real one.</summary>
internal static class AwsEmulator
{
    private const string Variable = "AWS_ENDPOINT_URL";

    public static bool IsThere =>
        Uri.TryCreate(Environment.GetEnvironmentVariable(Variable), UriKind.Absolute, out var address) && address.IsLoopback;

    public static void Require() => Assert.SkipUnless(IsThere, $"{Variable} does not name an emulator on this machine (docs/targets.md).");

    public static async Task PutSecretAsync(string name, string value)
    {
        using var client = new AmazonSimpleSystemsManagementClient();
        await client.PutParameterAsync(new PutParameterRequest { Name = name, Value = value, Type = ParameterType.SecureString });
    }
}
