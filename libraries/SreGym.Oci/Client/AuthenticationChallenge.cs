using System.Text.RegularExpressions;

namespace SreGym.Oci.Client;

/// <summary>One challenge of a <c>WWW-Authenticate</c> header (RFC 9110 section 11.6.1).</summary>
/// <param name="Scheme">The scheme as sent, e.g. <c>Basic</c> or <c>Bearer</c>.</param>
/// <param name="Parameters">Its parameters.</param>
public sealed partial record AuthenticationChallenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>True for HTTP basic authentication.</summary>
    public bool IsBasic => Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase);

    /// <summary>True for the token flow (distribution "Token Authentication Specification").</summary>
    public bool IsBearer => Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads one header value; null when it is no challenge.</summary>
    public static AuthenticationChallenge? Parse(string header)
    {
        var parts = header.Trim().Split(' ', 2);
        if (parts[0].Length == 0)
        {
            return null;
        }

        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (Match match in Parameter().Matches(parts.Length > 1 ? parts[1] : ""))
        {
            var quoted = match.Groups["quoted"];
            parameters[match.Groups["name"].Value] = quoted.Success ? Escape().Replace(quoted.Value, "$1") : match.Groups["token"].Value;
        }

        return new AuthenticationChallenge(parts[0], parameters);
    }

    /// <summary>The value of a parameter; null when it is absent.</summary>
    public string? Find(string parameter) => Parameters.GetValueOrDefault(parameter);

    [GeneratedRegex("""(?<name>[A-Za-z0-9_.-]+)\s*=\s*(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<token>[^\s,"]+))""", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\\(.)", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
