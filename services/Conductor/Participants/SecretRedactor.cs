using System.Text;

namespace SreGym.Conductor.Participants;

/// <summary>Takes the secrets of an episode out of text that others will read, in every form they are usually written in.</summary>
internal sealed class SecretRedactor
{
    private const int Shortest = 6;
    private const string Mark = "***";

    private readonly string[] _needles;

    public SecretRedactor(IEnumerable<string?> secrets)
    {
        var known = secrets.OfType<string>().Where(secret => secret.Length >= Shortest).Distinct().ToList();
        _needles =
        [
            .. known.Concat(known.Select(Base64)).OrderByDescending(needle => needle.Length),
        ];
    }

    public string Redact(string text)
    {
        foreach (var needle in _needles)
        {
            text = text.Replace(needle, Mark, StringComparison.Ordinal);
        }

        return text;
    }

    private static string Base64(string secret) => Convert.ToBase64String(Encoding.UTF8.GetBytes(secret));
}
