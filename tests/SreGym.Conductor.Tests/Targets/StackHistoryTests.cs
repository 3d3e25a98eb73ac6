using System.Diagnostics;
using System.Net;
using SreGym.Conductor.Targets;
using SreGym.Conductor.Targets.Aws;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.ServiceDefaults.Subjects.Eks;

namespace SreGym.Conductor.Tests.Targets;

public sealed class StackHistoryTests : IAsyncDisposable
{
    private const string Region = "us-east-1";
    private const string Good = "Resources: { Label: { Type: 'AWS::SSM::Parameter', Properties: { Type: String, Value: one } } }";
    private const string Failing =
        "Resources: { Machine: { Type: 'AWS::EC2::Instance', Properties: { ImageId: ami-00000000000000000, InstanceType: t3.nonsense } } }";

    private readonly string _stack = $"history-{Guid.NewGuid():N}"[..20];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (AwsEmulator.IsThere)
        {
            await CallAsync($"DeleteStack&StackName={_stack}");
        }
    }

    [Fact]
    public async Task Read_StackThatWasMade_TellsItFromItsBeginningToItsEnd()
    {
        AwsEmulator.Require();
        await CreateAsync(Good);

        var events = await ReadAsync();

        Assert.True(events[0].IsBeginning);
        Assert.Contains(events, each => each is { Resource: "Label", Type: "AWS::SSM::Parameter", Status: "CREATE_COMPLETE" });
        Assert.Equal((_stack, "CREATE_COMPLETE"), (events[^1].Resource, events[^1].Status));
        Assert.Equal(events.Select(each => each.Time).Order(), events.Select(each => each.Time));
    }

    [Fact]
    public async Task Read_ResourceThatFailed_CarriesItsReasonIntoTheSpan()
    {
        AwsEmulator.Require();
        await CreateAsync(Failing);

        var failed = (await ReadAsync()).First(each => each.Status == "CREATE_FAILED").ToSpanEvent();

        var tags = failed.Tags.ToDictionary();
        Assert.Equal("CREATE_FAILED", failed.Name);
        Assert.Equal("Machine", tags[TelemetryNames.StackResource]);
        Assert.Equal("AWS::EC2::Instance", tags[TelemetryNames.StackResourceType]);
        Assert.NotEmpty((string)tags[TelemetryNames.StackReason]!);
    }

    [Fact]
    public async Task Provision_ClusterOfAStack_PutsTheStacksEventsOnTheCurrentSpan()
    {
        AwsEmulator.Require();
        await CreateAsync(Good);
        using var span = new Activity("provision cluster").Start();

        await ProvisionAsync(_stack);

        Assert.Contains(span.Events, each => each.Name == "CREATE_COMPLETE" && each.Tags.Contains(new(TelemetryNames.StackResource, "Label")));
    }

    [Fact]
    public async Task Provision_StackThatCannotBeRead_SaysSoAndGoesOn()
    {
        AwsEmulator.Require();

        var steps = await ProvisionAsync("no-such-stack");

        Assert.Contains(steps, step => step.Name == "read stack events" && step.Message.Contains("no-such-stack", StringComparison.Ordinal));
        Assert.Contains(steps, step => step is { Name: "read kubeconfig", State: StepState.Completed });
    }

    // The kubeconfig leads nowhere: what comes after reading it is not meant here.
    private static async Task<List<Step>> ProvisionAsync(string stack)
    {
        var parameter = $"/history/{Guid.NewGuid():N}";
        await AwsEmulator.PutSecretAsync(parameter, "no kubeconfig");
        var target = AwsTargets.Create(new AwsOptions { StackId = stack, KubeconfigParameter = parameter, EndpointUrl = AwsEmulator.Address });
        var steps = new List<Step>();
        var spec = TargetCases.Spec(target, new Dictionary<string, string> { ["region"] = Region });

        await Assert.ThrowsAnyAsync<Exception>(() => target.ProvisionAsync(spec, new StepReporter(steps.Add, TimeProvider.System), Cancelled));
        return steps;
    }

    private Task<IReadOnlyList<StackEvent>> ReadAsync() =>
        new StackHistory(TimeProvider.System).ReadAsync(_stack, Region, AwsEmulator.Address, Cancelled);

    private async Task CreateAsync(string template) =>
        Assert.Equal(HttpStatusCode.OK, await CallAsync($"CreateStack&StackName={_stack}&TemplateBody={Uri.EscapeDataString(template)}"));

    private static async Task<HttpStatusCode> CallAsync(string action)
    {
        var (status, _) = await AwsRequest.GetAsync(
            "cloudformation", Region, AwsEmulator.Address, $"/?Version=2010-05-15&Action={action}", TimeProvider.System, CancellationToken.None);
        return status;
    }
}
