namespace SreGym.TestingHost;

/// <summary>The repository these tests were built in.</summary>
public static class RepositoryFolder
{
    /// <summary>Absolute path of its root.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "SreGym.Aspire.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return folder.FullName;
    }
}
