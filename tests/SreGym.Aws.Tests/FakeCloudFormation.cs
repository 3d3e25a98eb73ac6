using Microsoft.AspNetCore.Http;
using SreGym.TestingHost;

namespace SreGym.Aws.Tests;

/// <summary>CloudFormation with a stack that is at work: the emulator's stacks are done at once.</summary>
internal static class FakeCloudFormation
{
    /// <param name="statuses">The stack's statuses, one for each question; after the last there is no stack.</param>
    public static Task<LoopbackServer> StartAsync(params string[] statuses)
    {
        var left = new Queue<string>(statuses);
        return LoopbackServer.StartAsync(context => left.TryDequeue(out var status) ? TellAsync(context, status) : DenyAsync(context));
    }

    private static Task TellAsync(HttpContext context, string status) => context.Response.WriteAsync(
        $"""
        <DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks><member>
          <StackId>arn:aws:cloudformation:eu-west-1:1:stack/s/1</StackId><StackName>s</StackName><StackStatus>{status}</StackStatus>
        </member></Stacks></DescribeStacksResult></DescribeStacksResponse>
        """);

    private static Task DenyAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return context.Response.WriteAsync(
            "<ErrorResponse><Error><Code>ValidationError</Code><Message>Stack with id s does not exist</Message></Error></ErrorResponse>");
    }
}
