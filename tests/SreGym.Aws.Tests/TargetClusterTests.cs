using System.Text;
using Microsoft.Extensions.Time.Testing;
using SreGym.AppHost.Aws;
using SreGym.AppHost.Aws.Calls;

namespace SreGym.Aws.Tests;

/// <summary>The template as a real stack, for real calls, and its end.</summary>
public sealed class TargetClusterTests : IAsyncLifetime
{
    private static readonly string? s_endpoint = Environment.GetEnvironmentVariable("SREGYM_TEST_AWS_ENDPOINT");

    private readonly string _stack = $"t-{Guid.NewGuid():N}"[..12];
    private readonly AwsClient? _client = string.IsNullOrEmpty(s_endpoint)
        ? null
        : new AwsClient(new AwsAccess("eu-west-1", "test", "test", null, new Uri(s_endpoint)), TimeProvider.System);

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        Assert.SkipWhen(_client is null, "SREGYM_TEST_AWS_ENDPOINT names no AWS emulator.");
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
        {
            await new StackDestroyer(_client, TimeProvider.System).DestroyAsync(_stack, _ => { }, CancellationToken.None);
            _client.Dispose();
        }
    }

    [Fact]
    public async Task UserData_ReadBackFromTheApi_IsTheScriptWithTheStacksValuesAndNoSecret()
    {
        await CreateAsync(agents: 2);

        var answer = await _client!.QueryAsync("ec2", "2016-11-15", "DescribeLaunchTemplateVersions", new Dictionary<string, string>
        {
            ["LaunchTemplateId"] = await FindResourceAsync("LaunchTemplate"),
        }, Ends);
        var script = Encoding.UTF8.GetString(Convert.FromBase64String(answer.Descendants("userData").First().Value));

        Assert.Contains($"SREGYM_KUBECONFIG_PARAMETER='/sregym/{_stack}/kubeconfig'", script, StringComparison.Ordinal);
        Assert.Contains("SREGYM_API_OPEN='true'", script, StringComparison.Ordinal);
        Assert.EndsWith(await File.ReadAllTextAsync(TemplateFile.Script, Ends), script, StringComparison.Ordinal);
        var secret = await _client.JsonAsync(
            "secretsmanager", "secretsmanager.GetSecretValue", $$"""{"SecretId":"sregym/{{_stack}}/join-token"}""", Ends);
        using var json = System.Text.Json.JsonDocument.Parse(secret);
        var token = json.RootElement.GetProperty("SecretString").GetString()!;
        Assert.Equal(48, token.Length);
        Assert.DoesNotContain(token, script, StringComparison.Ordinal);
        var stack = await new CloudFormationCalls(_client).FindAsync(_stack, Ends);
        Assert.DoesNotContain(stack!.Outputs, output => output.Value.Contains(token, StringComparison.Ordinal));
        Assert.DoesNotContain(await new CloudFormationCalls(_client).ListEventsAsync(_stack, Ends), each => each.ToString().Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sweep_BeforeAndAfterDestroy_FindsEverythingAndThenNothing()
    {
        await CreateAsync(agents: 1);
        await _client!.JsonAsync(
            "ssm", "AmazonSSM.PutParameter", $$"""{"Name":"/sregym/{{_stack}}/kubeconfig","Value":"x","Type":"SecureString"}""", Ends);
        var destroyer = new StackDestroyer(_client, TimeProvider.System);
        var before = (await destroyer.SweepAsync(Ends)).Where(each => each.Stack == _stack).ToList();

        await destroyer.DestroyAsync(_stack, _ => { }, Ends);

        Assert.Equal(2, before.Count(each => each.Id.StartsWith("i-", StringComparison.Ordinal)));
        // The emulator's stacks leave route tables and internet gateways without tags.
        Assert.All(
            (string[])["vpc-", "subnet-", "sg-", "sregym/"],
            kind => Assert.Contains(before, each => each.Id.StartsWith(kind, StringComparison.Ordinal)));
        Assert.Contains(before, each => each.Id.EndsWith("/kubeconfig", StringComparison.Ordinal));
        Assert.DoesNotContain(await destroyer.SweepAsync(Ends), each => each.Stack == _stack);
    }

    [Fact]
    public async Task Lifetime_OfInstances_EndsWithTheirTimeToLive()
    {
        await CreateAsync(agents: 1);
        var stack = (await new CloudFormationCalls(_client!).FindAsync(_stack, Ends))!;
        var later = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddMinutes(110));

        var left = await new InstanceLifetime(_client!, later).FindLeftAsync(stack, Ends);

        Assert.InRange(left!.Value, TimeSpan.FromMinutes(8), TimeSpan.FromMinutes(10));
        Assert.Null(await new InstanceLifetime(_client!, later).FindLeftAsync(stack with { Name = "t-none" }, Ends));
    }

    [Fact]
    public async Task Instance_CannotBeMade_RollsBackNamingItAndLeavesNothingRunning()
    {
        await CreateAsync(agents: 0, instanceType: "t3.nonsense");

        var calls = new CloudFormationCalls(_client!);
        var stack = await calls.FindAsync(_stack, Ends);
        Assert.True(stack!.IsFailed, stack.Status);
        var failure = (await calls.ListEventsAsync(_stack, Ends)).First(each => each.IsFailure);
        Assert.StartsWith("Server (AWS::EC2::Instance) CREATE_FAILED: ", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(await new StackDestroyer(_client!, TimeProvider.System).SweepAsync(Ends), each => each.Stack == _stack);
    }

    [Fact]
    public async Task Validate_TheTemplate_IsAccepted() =>
        await new CloudFormationCalls(_client!).ValidateAsync(await File.ReadAllTextAsync(TemplateFile.FilePath, Ends), Ends);

    [Theory]
    [InlineData("Resources: { Broken: { Properties: {} } }", "Resources/Broken")]
    [InlineData("Resources: { A: { Type: 'AWS::SSM::Parameter', Properties: { Type: String, Value: !Ref Missing } } }", "[Missing]")]
    public async Task Validate_BrokenTemplate_IsRefusedAtOnceNamingWhatIsWrong(string template, string expected)
    {
        var refused = await Assert.ThrowsAsync<AwsException>(() => new CloudFormationCalls(_client!).ValidateAsync(template, Ends));

        Assert.Equal("ValidationError", refused.Code);
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.Null(await new CloudFormationCalls(_client!).FindAsync(_stack, Ends));
    }

    [Fact]
    public async Task Record_OfAStackThatIsThere_TellsOfNothingButWhatHappensFromNowOn()
    {
        var calls = new CloudFormationCalls(_client!);
        var record = new StackRecord(calls);
        await calls.CallAsync("CreateStack", new() { ["StackName"] = _stack, ["TemplateBody"] = OneParameter("one") }, Ends);
        await MakeChangeSetAsync("same", "one");
        await record.BeginAsync(_stack, Ends);
        var before = await record.ReadAsync((await calls.FindAsync(_stack, Ends))!, Ends);

        await MakeChangeSetAsync("again", "one");
        var changeSet = await record.ReadAsync((await calls.FindAsync(_stack, Ends))!, Ends);
        await calls.CallAsync("UpdateStack", new() { ["StackName"] = _stack, ["TemplateBody"] = OneParameter("two") }, Ends);
        var update = await record.ReadAsync((await calls.FindAsync(_stack, Ends))!, Ends);

        Assert.False(before.HasNews);
        Assert.Empty(changeSet.Events);
        Assert.True(changeSet.HasNews);
        Assert.Null(record.Refusal);
        Assert.Contains(update.Events, each => each.Status == "UPDATE_COMPLETE");
        Assert.DoesNotContain(record.Events, each => each.Status.StartsWith("CREATE", StringComparison.Ordinal));
        Assert.All(record.Events, each => Assert.Equal(TimeSpan.Zero, each.Time.Offset));
        Assert.Null(record.Cause);
    }

    [Fact]
    public async Task Destroy_OfNothing_IsNoMistake() => await new StackDestroyer(_client!, TimeProvider.System).DestroyAsync("t-none", _ => { }, Ends);

    private async Task CreateAsync(int agents, string instanceType = "t3.large") => await new CloudFormationCalls(_client!).CallAsync("CreateStack", new()
    {
        ["StackName"] = _stack,
        ["TemplateBody"] = await File.ReadAllTextAsync(TemplateFile.FilePath, Ends),
        ["Capabilities.member.1"] = "CAPABILITY_IAM",
        ["Parameters.member.1.ParameterKey"] = "K3sVersion",
        ["Parameters.member.1.ParameterValue"] = "v1.33.5+k3s1",
        ["Parameters.member.2.ParameterKey"] = "K3sSha256",
        ["Parameters.member.2.ParameterValue"] = new string('0', 64),
        ["Parameters.member.3.ParameterKey"] = "K3sUrl",
        ["Parameters.member.3.ParameterValue"] = "https://example.org/k3s",
        ["Parameters.member.4.ParameterKey"] = "Agents",
        ["Parameters.member.4.ParameterValue"] = $"{agents}",
        ["Parameters.member.5.ParameterKey"] = "OperatorCidr",
        ["Parameters.member.5.ParameterValue"] = "203.0.113.7/32",
        ["Parameters.member.6.ParameterKey"] = "ServerInstanceType",
        ["Parameters.member.6.ParameterValue"] = instanceType,
    }, Ends);

    private static string OneParameter(string value) =>
        $"Resources: {{ Label: {{ Type: 'AWS::SSM::Parameter', Properties: {{ Type: String, Value: {value} }} }} }}";

    private async Task MakeChangeSetAsync(string name, string value) => await new CloudFormationCalls(_client!).CallAsync("CreateChangeSet", new()
    {
        ["StackName"] = _stack,
        ["ChangeSetName"] = name,
        ["ChangeSetType"] = "UPDATE",
        ["TemplateBody"] = OneParameter(value),
    }, Ends);

    private async Task<string> FindResourceAsync(string logicalId)
    {
        var answer = await new CloudFormationCalls(_client!).CallAsync(
            "DescribeStackResource", new() { ["StackName"] = _stack, ["LogicalResourceId"] = logicalId }, Ends);
        return answer.Descendants("PhysicalResourceId").First().Value;
    }
}
