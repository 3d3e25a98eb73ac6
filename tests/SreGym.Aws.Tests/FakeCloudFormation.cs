using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SreGym.Aws.Tests;

/// <summary>CloudFormation with a stack that is at work: the emulator's stacks are done at once.</summary>
internal sealed class FakeCloudFormation : IAsyncDisposable
{
    private readonly WebApplication _app;

    /// <param name="statuses">The stack's statuses, one for each question; after the last there is no stack.</param>
    private FakeCloudFormation(IEnumerable<string> statuses)
    {
        var left = new Queue<string>(statuses);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(context => left.TryDequeue(out var status) ? TellAsync(context, status) : DenyAsync(context));
    }

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<FakeCloudFormation> StartAsync(params string[] statuses)
    {
        var fake = new FakeCloudFormation(statuses);
        await fake._app.StartAsync();
        return fake;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

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
