namespace SreGym.EndToEnd.Tests;

/// <summary>Options of <c>--target aws</c> that make no sense, alone or together: one line and exit code 2, before AWS is asked.</summary>
public sealed class AwsRefusalTests
{
    [Fact]
    public async Task Run_AccessBySsmWithoutThePlugin_NamesIt()
    {
        var environment = AwsEmulator.Access(null);
        environment["PATH"] = "/nowhere";

        await ExpectRefusalAsync(
            "'session-manager-plugin' on the PATH", environment, "--target", "aws", "--region", "eu-central-1", "--aws-access", "ssm");
    }

    [Fact]
    public async Task Run_CommandThatFindsNoCredentials_IsQuoted()
    {
        var folder = Directory.CreateTempSubdirectory("sregym-aws-");
        try
        {
            var command = Path.Combine(folder.FullName, "aws");
            await File.WriteAllTextAsync(command, "#!/bin/sh\necho 'Token has expired and refresh failed' >&2\nexit 255\n", TestContext.Current.CancellationToken);
            File.SetUnixFileMode(command, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            var environment = AwsEmulator.Access(null);
            environment["PATH"] = $"{folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}";

            await ExpectRefusalAsync("'aws' says: Token has expired and refresh failed", environment, "--target", "aws", "--region", "eu-central-1");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public Task Run_ProfileThatIsNot_IsNamed() =>
        ExpectRefusalAsync("there is no profile 'nobody'", AwsEmulator.Access(null), "--target", "aws", "--profile", "nobody");

    [Theory]
    [InlineData("leave out --operator-cidr", "aws", "--aws-access", "ssm", "--operator-cidr", "203.0.113.7/32")]
    [InlineData("--operator-cidr '0.0.0.0/0' is no narrow IPv4 range", "aws", "--operator-cidr", "0.0.0.0/0")]
    [InlineData("--ttl 5 is out of range", "aws", "--ttl", "5")]
    [InlineData("--agents 4 is out of range", "aws", "--agents", "4")]
    [InlineData("--k3s-sha256 'abc' is no SHA-256", "aws", "--k3s-sha256", "abc")]
    [InlineData("--k3s-version v1.33.5+k3s1 needs --k3s-sha256", "aws", "--k3s-version", "v1.33.5+k3s1")]
    [InlineData("--destroy is for --target aws", "embedded", "--destroy")]
    [InlineData("--ttl 30 is for --target aws", "kind", "--ttl", "30")]
    [InlineData("--cluster eks:prod is for --target aws", "embedded", "--cluster", "eks:prod")]
    [InlineData("--cluster 'prod' names no EKS cluster; give eks:<name>", "aws", "--cluster", "prod")]
    [InlineData("leave out --cluster eks:prod, or --destroy", "aws", "--cluster", "eks:prod", "--destroy")]
    [InlineData("leave out --instance-type m5.large, or --cluster eks:prod", "aws", "--cluster", "eks:prod", "--instance-type", "m5.large")]
    [InlineData("leave out --aws-access ssm, or --cluster eks:prod", "aws", "--cluster", "eks:prod", "--aws-access", "ssm")]
    [InlineData("--dry-run creates nothing", "aws", "--dry-run")]
    public Task Run_OptionsThatMakeNoSense_AreNamed(string said, string target, params string[] arguments) =>
        ExpectRefusalAsync(said, AwsEmulator.Access(null), ["--target", target, .. arguments]);

    private static async Task ExpectRefusalAsync(string said, Dictionary<string, string> environment, params string[] arguments)
    {
        await using var run = Run.StartWith(environment, arguments);

        Assert.Equal(2, await run.WaitForExitAsync());
        Assert.Contains(said, Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }
}
