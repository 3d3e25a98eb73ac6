namespace Aspire.Hosting.ApplicationModel;

/// <summary>The rule that the real analyzer (ASPIRE006) and run time both enforce.</summary>
internal static class ResourceName
{
    public static void Validate(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var valid = name.Length <= 64
            && char.IsAsciiLetter(name[0])
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            && !name.Contains("--", StringComparison.Ordinal)
            && name[^1] != '-';
        if (!valid)
        {
            throw new ArgumentException(
                $"The name '{name}' is invalid: start with a letter, use only ASCII letters, digits and single hyphens, at most 64.",
                nameof(name));
        }
    }
}
