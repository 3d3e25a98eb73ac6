using Amazon.Runtime;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;

namespace SreGym.Conductor.Targets.Aws;

/// <summary>A session that Session Manager has opened and nobody carries yet. Formatting it never shows its token.</summary>
/// <param name="client">Where it was opened; disposed with the session.</param>
/// <param name="id">Its id.</param>
internal sealed class StartedSession(AmazonSimpleSystemsManagementClient client, string id)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public required string Instance { get; init; }

    public required string Region { get; init; }

    /// <summary>Address of the API.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The request as JSON.</summary>
    public required string Request { get; init; }

    /// <summary>The answer as JSON; holds the token.</summary>
    public required string Response { get; init; }

    /// <summary>Ends it. A session that cannot be ended ends by itself when nobody uses it.</summary>
    public async Task TerminateAsync()
    {
        using var limit = new CancellationTokenSource(s_patience);
        try
        {
            await client.TerminateSessionAsync(new TerminateSessionRequest { SessionId = id }, limit.Token);
        }
        catch (Exception error) when (error is AmazonClientException or AmazonServiceException or HttpRequestException or OperationCanceledException)
        {
            // Session Manager ends it after its idle time.
        }

        client.Dispose();
    }

    /// <inheritdoc />
    public override string ToString() => $"session {id} to {Instance}";
}
