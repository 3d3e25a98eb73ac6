namespace SreGym.Oracle.Tests;

/// <summary>Where this was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "SreGym.Aspire.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
