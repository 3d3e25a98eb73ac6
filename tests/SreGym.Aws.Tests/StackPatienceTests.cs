using Microsoft.Extensions.Time.Testing;
using SreGym.AppHost.Aws.Calls;

namespace SreGym.Aws.Tests;

/// <summary>A stack that an interrupted run has left in the middle of something.</summary>
public sealed class StackPatienceTests
{
    [Theory]
    [InlineData(null, "DELETE_IN_PROGRESS")]
    [InlineData("CREATE_COMPLETE", "CREATE_IN_PROGRESS", "CREATE_COMPLETE")]
    [InlineData("ROLLBACK_COMPLETE", "CREATE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS", "ROLLBACK_COMPLETE")]
    public async Task Wait_StackAtWork_LastsUntilItIsAtRestAndSaysSo(string? expected, params string[] statuses)
    {
        var (stack, said) = await WaitAsync([.. statuses.SelectMany(status => (string[])[status, status])]);

        Assert.Equal(expected, stack?.Status);
        Assert.Equal(statuses.Where(status => status != expected).Select(status => $"s of an earlier run is {status}: waiting for it"), said);
    }

    [Theory]
    [InlineData("CREATE_COMPLETE")]
    [InlineData("REVIEW_IN_PROGRESS")]
    public async Task Wait_StackAtRest_IsOver(string status)
    {
        var (stack, said) = await WaitAsync(status);

        Assert.Equal(status, stack!.Status);
        Assert.Empty(said);
    }

    private static async Task<(StackState? Stack, IReadOnlyList<string> Said)> WaitAsync(params string[] statuses)
    {
        await using var cloudFormation = await FakeCloudFormation.StartAsync(statuses);
        var time = new FakeTimeProvider();
        using var client = new AwsClient(new AwsAccess("eu-west-1", "test", "test", null, cloudFormation.Address), TimeProvider.System);
        List<string> said = [];
        var waiting = new StackPatience(new CloudFormationCalls(client), time).WaitAsync("s", said.Add, TestContext.Current.CancellationToken);
        while (!waiting.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return (await waiting, said);
    }
}
