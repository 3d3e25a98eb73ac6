namespace SreGym.Problems.Faults;

/// <summary>An image that has to be in the private registry.</summary>
/// <param name="Source">Public reference.</param>
/// <param name="Repository">Repository in the private registry, below its host.</param>
/// <param name="Tag">Tag in that repository.</param>
/// <param name="Service">The service that runs it.</param>
public sealed record RequiredImage(string Source, string Repository, string Tag, string Service);
