using SreGym.Oci.Content;
using SreGym.Oci.References;

namespace SreGym.Oci.Mirroring;

/// <summary>Finds what refers to an image, and what refers to that.</summary>
internal sealed class ReferrerFinder(Retry retry)
{
    private const int DeepestNesting = 4;
    private const int MostReferrers = 1000;

    /// <summary>All referrers of some manifests, those that refer to the manifests first.</summary>
    public async Task<IReadOnlyList<(Digest Subject, Descriptor Referrer)>> FindAsync(
        ImageCopy copy, IEnumerable<Digest> subjects, CancellationToken cancellationToken)
    {
        var all = new List<(Digest, Descriptor)>();
        if (!copy.IncludesReferrers)
        {
            return all;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var level = subjects.ToList();
        for (var depth = 0; level.Count > 0 && depth < DeepestNesting; depth++)
        {
            var found = await Task.WhenAll(level.Select(async subject => (
                Subject: subject,
                Referrers: await retry.RunAsync(() => copy.Source.ListReferrersAsync(subject, cancellationToken), cancellationToken))));
            var fresh = found.SelectMany(entry => entry.Referrers.Select(referrer => (entry.Subject, referrer)))
                .Where(entry => seen.Add(entry.referrer.Digest)).ToList();
            all.AddRange(fresh);
            if (all.Count > MostReferrers)
            {
                throw new FormatException($"more than {MostReferrers} manifests refer to it: remove those nobody needs from the source.");
            }

            level = [.. fresh.Select(entry => Digest.Parse(entry.referrer.Digest))];
        }

        return all;
    }
}
