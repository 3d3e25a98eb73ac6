using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SreGym.EndToEnd.Tests;

/// <summary>
/// A gate before the AWS APIs, behind which no change set can be carried out: CloudFormation finds out while it makes one. The emulator
/// takes everything that it can read.
/// </summary>
internal sealed partial class ChangeSetGate : IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private readonly WebApplication _app;
    private readonly Uri _behind;
    private readonly string _reason;

    private ChangeSetGate(Uri behind, string reason)
    {
        (_behind, _reason) = (behind, reason);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(ForwardAsync);
    }

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public static async Task<ChangeSetGate> StartAsync(string behind, string reason)
    {
        var gate = new ChangeSetGate(new Uri(behind), reason);
        await gate._app.StartAsync();
        return gate;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        var asked = await body.ReadToEndAsync(context.RequestAborted);
        using var request = new HttpRequestMessage(HttpMethod.Post, _behind) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(asked)) };
        foreach (var name in (string[])["Content-Type", "Authorization", "X-Amz-Date", "X-Amz-Target"])
        {
            if (context.Request.Headers[name] is [var value] && !request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var answer = await _http.SendAsync(request, context.RequestAborted);
        var text = await answer.Content.ReadAsStringAsync(context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        await context.Response.WriteAsync(asked.Contains("Action=DescribeChangeSet", StringComparison.Ordinal)
            || asked.Contains("Action=ListChangeSets", StringComparison.Ordinal) ? Refuse(text) : text);
    }

    private string Refuse(string answer) =>
        Reason().Replace(answer.Replace("<Status>CREATE_COMPLETE</Status>", "<Status>FAILED</Status>", StringComparison.Ordinal), $"<StatusReason>{_reason}</StatusReason>");

    [GeneratedRegex("<StatusReason>.*?</StatusReason>|<StatusReason ?/>")]
    private static partial Regex Reason();
}
