using System.Text.Json.Nodes;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Baselines;

/// <summary>Reads the whole subject. Kinds that the server does not serve are left out.</summary>
public static class BaselineCrawler
{
    /// <summary>The subject as it is now.</summary>
    public static async Task<Baseline> CaptureAsync(SubjectApi subject, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var objects = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var resource in BaselineRules.Kinds)
        {
            var found = await subject.FindAllAsync(resource, @namespace: null, cancellationToken);
            foreach (var item in found?.Items.Where(BaselineRules.IsAskedFor) ?? [])
            {
                objects[ObjectKey.Of(item).ToString()] = ObjectNormalizer.Normalize(item);
            }
        }

        return new Baseline(objects);
    }
}
