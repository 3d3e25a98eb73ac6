namespace SreGym.Problems.Workloads;

/// <summary>What became of the requests to one endpoint.</summary>
/// <param name="Endpoint">Its path.</param>
/// <param name="Sent">Requests that came to an end.</param>
/// <param name="Answered">Those of them that were answered 200.</param>
public sealed record WorkloadTally(string Endpoint, int Sent, int Answered)
{
    /// <summary>The answered part, 0 to 1; 1 where nothing was sent.</summary>
    public double SuccessRatio => Sent == 0 ? 1 : (double)Answered / Sent;
}
