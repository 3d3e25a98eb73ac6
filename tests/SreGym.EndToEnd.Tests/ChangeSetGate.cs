using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using SreGym.TestingHost;

namespace SreGym.EndToEnd.Tests;

/// <summary>
/// A gate before the AWS APIs, behind which no change set can be carried out: CloudFormation finds out while it makes one. The emulator
/// takes everything that it can read.
/// </summary>
internal sealed partial class ChangeSetGate : IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private readonly Uri _behind;
    private readonly string _reason;
    private LoopbackServer? _server;

    private ChangeSetGate(Uri behind, string reason) => (_behind, _reason) = (behind, reason);

    public string Address => _server!.Address.GetLeftPart(UriPartial.Authority);

    public static async Task<ChangeSetGate> StartAsync(string behind, string reason)
    {
        var gate = new ChangeSetGate(new Uri(behind), reason);
        gate._server = await LoopbackServer.StartAsync(gate.ForwardAsync);
        return gate;
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
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
