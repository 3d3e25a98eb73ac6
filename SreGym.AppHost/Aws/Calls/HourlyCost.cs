using System.Globalization;

namespace SreGym.AppHost.Aws.Calls;

/// <summary>What a target cluster costs, roughly: on-demand prices of us-east-1, for the order of magnitude.</summary>
internal static class HourlyCost
{
    private const decimal DiskAndAddress = 0.0033m + 0.005m;

    private static readonly Dictionary<string, decimal> s_prices = new()
    {
        ["t3.small"] = 0.0208m,
        ["t3.medium"] = 0.0416m,
        ["t3.large"] = 0.0832m,
        ["t3.xlarge"] = 0.1664m,
        ["t3.2xlarge"] = 0.3328m,
        ["m5.large"] = 0.096m,
        ["m5.xlarge"] = 0.192m,
        ["m6i.large"] = 0.096m,
        ["m6i.xlarge"] = 0.192m,
    };

    /// <summary>One line for people.</summary>
    public static string Describe(string instanceType, int agents, int minutes)
    {
        var machines = $"{agents + 1} × {instanceType}";
        if (!s_prices.TryGetValue(instanceType, out var price))
        {
            return $"{machines}: no price is known here for this type, see the price list; ends itself after {minutes} min";
        }

        var hourly = (price + DiskAndAddress) * (agents + 1);
        var rate = string.Create(CultureInfo.InvariantCulture, $"about ${hourly:0.00} per hour (list price of us-east-1, without traffic and tax)");
        var most = string.Create(CultureInfo.InvariantCulture, $"at most about ${hourly * minutes / 60:0.00}");
        return $"{machines}: {rate}; ends itself after {minutes} min, {most}";
    }
}
