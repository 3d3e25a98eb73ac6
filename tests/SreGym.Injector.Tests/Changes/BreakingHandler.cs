namespace SreGym.Injector.Tests.Changes;

/// <summary>Lets a number of requests through; the next one never arrives, or arrives and is never answered.</summary>
internal sealed class BreakingHandler(int requests, bool arrives) : DelegatingHandler
{
    private int _left = requests;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_left-- > 0)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        if (arrives)
        {
            using var lost = await base.SendAsync(request, cancellationToken);
        }

        throw new HttpRequestException("The process was killed here.");
    }
}
