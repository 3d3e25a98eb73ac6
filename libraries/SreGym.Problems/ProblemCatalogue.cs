namespace SreGym.Problems;

/// <summary>Every problem there is.</summary>
public static class ProblemCatalogue
{
    /// <summary>All problems, by id.</summary>
    public static IReadOnlyList<Problem> All { get; } =
    [
        ImagePull.MissingImagePullSecret.MissingImagePullSecret.Problem,
        ImagePull.ExpiredRegistryToken.ExpiredRegistryToken.Problem,
    ];

    /// <summary>The ids of <see cref="All"/>.</summary>
    public static IReadOnlyList<string> Ids { get; } = [.. All.Select(problem => problem.Id)];

    /// <summary>The problem with this id; null when there is none.</summary>
    public static Problem? Find(string id) => All.FirstOrDefault(problem => string.Equals(problem.Id, id, StringComparison.Ordinal));
}
