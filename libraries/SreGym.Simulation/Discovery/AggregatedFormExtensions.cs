namespace SreGym.Simulation.Discovery;

/// <summary>Negotiates the form of discovery (https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery).</summary>
internal static class AggregatedFormExtensions
{
    public static AggregatedForm Negotiate(string? accept)
    {
        foreach (var range in (accept ?? "").Split(','))
        {
            if (range.Contains("as=APIGroupDiscoveryList", StringComparison.Ordinal))
            {
                if (range.Contains("v=v2beta1", StringComparison.Ordinal))
                {
                    return AggregatedForm.V2Beta1;
                }

                if (range.Contains("v=v2", StringComparison.Ordinal))
                {
                    return AggregatedForm.V2;
                }
            }
            else if (range.Trim().StartsWith("application/json", StringComparison.Ordinal))
            {
                return AggregatedForm.None;
            }
        }

        return AggregatedForm.None;
    }

    public static string Version(this AggregatedForm form) => form == AggregatedForm.V2 ? "v2" : "v2beta1";
}
