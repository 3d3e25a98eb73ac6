using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace SreGym.Aws.Ecr;

/// <summary>What the host name of an ECR registry says (docs.aws.amazon.com: ECR, "Amazon ECR private registry", and "endpoints and quotas").</summary>
/// <param name="Name">The host name.</param>
/// <param name="Region">Region of the API that hands out its credentials.</param>
/// <param name="Account">Owner; null for the public gallery.</param>
/// <param name="Api">Address of that API.</param>
internal sealed partial record EcrHost(string Name, string Region, string? Account, Uri Api)
{
    private const string PublicName = "public.ecr.aws";
    private const string PublicRegion = "us-east-1";

    /// <summary>True for the public gallery, which anyone may read.</summary>
    public bool IsPublic => Account is null;

    /// <summary>Reads a registry's host name; false when it is none of ECR.</summary>
    public static bool TryParse(string host, [NotNullWhen(true)] out EcrHost? found)
    {
        found = host.Equals(PublicName, StringComparison.OrdinalIgnoreCase)
            ? new EcrHost(PublicName, PublicRegion, null, new Uri($"https://api.ecr-public.{PublicRegion}.amazonaws.com"))
            : PrivateName().Match(host) is { Success: true } match ? Read(match) : null;
        return found is not null;
    }

    private static EcrHost Read(Match match)
    {
        var region = match.Groups["region"].Value.ToLowerInvariant();
        var isFips = match.Groups["fips"].Success;
        var suffix = match.Groups["suffix"].Value.EndsWith(".cn", StringComparison.OrdinalIgnoreCase) ? "amazonaws.com.cn" : "amazonaws.com";
        return new EcrHost(
            match.Value, region, match.Groups["account"].Value, new Uri($"https://{(isFips ? "ecr-fips" : "api.ecr")}.{region}.{suffix}"));
    }

    // <account>.dkr.ecr[-fips].<region>.amazonaws.com[.cn], and <account>.dkr-ecr[-fips].<region>.on.aws (dual stack).
    [GeneratedRegex(
        @"^(?<account>[0-9]{12})\.dkr[.-]ecr(?<fips>-fips)?\.(?<region>[a-z0-9-]+)\.(?<suffix>amazonaws\.com(\.cn)?|on\.aws|on\.amazonwebservices\.com\.cn)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PrivateName();
}
