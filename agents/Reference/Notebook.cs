namespace SreGym.Agents.Reference;

/// <summary>What the engineer says while working.</summary>
internal static class Notebook
{
    public static void Write(string thought) => Console.WriteLine(thought);
}
