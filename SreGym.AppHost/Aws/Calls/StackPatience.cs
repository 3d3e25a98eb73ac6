namespace SreGym.AppHost.Aws.Calls;

/// <summary>Waits while CloudFormation works on a stack, as an interrupted run may have left it: meanwhile it takes no other order.</summary>
internal sealed class StackPatience(CloudFormationCalls calls, TimeProvider time)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);

    /// <summary>The stack once nothing happens to it any more; null when there is none.</summary>
    public async Task<StackState?> WaitAsync(string stackName, Action<string> say, CancellationToken cancellationToken)
    {
        var status = "";
        while (true)
        {
            var stack = await calls.FindAsync(stackName, cancellationToken);
            if (stack is null or { IsBusy: false } or { IsUnderReview: true })
            {
                return stack;
            }

            if (stack.Status != status)
            {
                status = stack.Status;
                say($"{stackName} of an earlier run is {status}: waiting for it");
            }

            await Task.Delay(s_pause, time, cancellationToken);
        }
    }
}
