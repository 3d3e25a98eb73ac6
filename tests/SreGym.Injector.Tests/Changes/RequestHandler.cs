namespace SreGym.Injector.Tests.Changes;

/// <summary>Does something before each request of one kind.</summary>
internal sealed class RequestHandler(HttpMethod method, string path, Func<Task> before) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == method && request.RequestUri!.AbsolutePath.EndsWith(path, StringComparison.Ordinal))
        {
            await before();
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
