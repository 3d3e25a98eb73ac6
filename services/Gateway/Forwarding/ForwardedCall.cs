using SreGym.Gateway.Sessions;

namespace SreGym.Gateway.Forwarding;

/// <summary>A call on its way through the door; it is recorded once.</summary>
internal sealed class ForwardedCall(Session session, KubernetesRequest request, HttpContext context, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private readonly DateTimeOffset _time = time.GetUtcNow();
    private bool _recorded;

    public Session Session => session;

    public KubernetesRequest Request => request;

    public void Record(int status)
    {
        if (_recorded)
        {
            return;
        }

        _recorded = true;
        session.Calls.Add(new CallRecord(
            _time, time.GetElapsedTime(_start), request, status, context.Request.Path, context.Request.Headers.UserAgent.ToString()));
    }
}
