using Aspire.Hosting.Running;
using SreGym.AppHost.Aws.Calls;

namespace SreGym.Offline.Tests;

/// <summary>Mirrors: stacks from templates, their states, outputs as environment, and what waits for them.</summary>
[Collection(nameof(CloudFormationTests))]
public sealed class CloudFormationTests : IAsyncLifetime
{
    private const string Good = """
        Parameters: { Label: { Type: String } }
        Resources:
          Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Type: String, Value: !Ref Label, Name: !Sub '/${AWS::StackName}/x' } }
        Outputs: { Label: { Value: !Ref Label } }
        """;

    private const string Failing = """
        Resources:
          Machine: { Type: 'AWS::EC2::Instance', Properties: { ImageId: ami-00000000000000000, InstanceType: t3.nonsense } }
        """;

    private static readonly string? s_endpoint = Environment.GetEnvironmentVariable("SREGYM_TEST_AWS_ENDPOINT");

    private readonly string _folder = Directory.CreateTempSubdirectory("sregym-stack-").FullName;
    private readonly string _name = $"offline-{Guid.NewGuid():N}"[..20];

    public ValueTask InitializeAsync()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(s_endpoint), "SREGYM_TEST_AWS_ENDPOINT names no AWS emulator.");
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL", s_endpoint);
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "test");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "test");
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        if (!string.IsNullOrEmpty(s_endpoint))
        {
            using var client = Connect();
            await new CloudFormationCalls(client).DeleteAsync(_name, CancellationToken.None);
        }
    }

    [Fact]
    public async Task Template_Valid_MakesTheStackAndHandsItsOutputsToThoseWhoWait()
    {
        var output = await RunAsync(Good, "one");

        Assert.Equal(["one"], output);
    }

    [Fact]
    public async Task Template_ParameterChanged_UpdatesTheStack()
    {
        await RunAsync(Good, "one");

        var output = await RunAsync(Good, "two");

        Assert.Equal(["two"], output);
        using var client = Connect();
        var state = await new CloudFormationCalls(client).FindAsync(_name, TestContext.Current.CancellationToken);
        Assert.Equal("UPDATE_COMPLETE", state!.Status);
    }

    [Theory]
    [InlineData(Failing, "Machine (AWS::EC2::Instance) CREATE_FAILED")]
    [InlineData("Resources: { Broken: { Properties: {} } }", "")]
    public async Task Template_CannotBeMade_FailsToProvisionWithResourceAndReasonAndDependantsStayWaiting(string template, string reason)
    {
        var builder = TestApplication.CreateBuilder();
        var stack = builder.AddAWSCloudFormationTemplate("stack", Write(template), _name)
            .WithReference(builder.AddAWSSDKConfig().WithRegion("eu-central-1"));
        var job = builder.AddShell("job", "true").WithReference(stack);
        await using var app = await TestApplication.StartAsync(builder);

        var failed = await app.WaitAsync(stack.Resource, KnownStates.FailedToProvision);

        Assert.Contains(reason, app.Logs.Get(failed.InstanceName).Tail(3), StringComparison.Ordinal);
        Assert.Equal(KnownStates.Waiting, (await app.WaitAsync(job.Resource, KnownStates.Waiting)).State);
    }

    private static AwsClient Connect() =>
        new(new AwsAccess("eu-central-1", "test", "test", null, new Uri(s_endpoint!)), TimeProvider.System);

    private async Task<IReadOnlyList<string>> RunAsync(string template, string label)
    {
        var builder = TestApplication.CreateBuilder();
        var stack = builder.AddAWSCloudFormationTemplate("stack", Write(template), _name)
            .WithParameter("Label", label)
            .WithReference(builder.AddAWSSDKConfig().WithRegion("eu-central-1"));
        var job = builder.AddShell("job", "echo $AWS__Resources__Label").WithReference(stack);
        await using var app = await TestApplication.StartAsync(builder);
        return await app.ReadOutputAsync(job.Resource);
    }

    private string Write(string template)
    {
        var path = Path.Combine(_folder, "stack.template.yaml");
        File.WriteAllText(path, template);
        return path;
    }
}
