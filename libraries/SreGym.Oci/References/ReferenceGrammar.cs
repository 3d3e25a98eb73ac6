using System.Text.RegularExpressions;

namespace SreGym.Oci.References;

/// <summary>The grammar of github.com/distribution/reference and of distribution-spec "Pulling manifests".</summary>
internal static partial class ReferenceGrammar
{
    private const string HostLabel = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
    private const string Host = "(?:" + HostLabel + @"(?:\." + HostLabel + @")*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?";
    private const string PathPart = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
    private const string Path = PathPart + "(?:/" + PathPart + ")*";
    private const string TagText = "[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}";
    private const string DigestText = "[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}";

    [GeneratedRegex(@"\A(?<name>(?:" + Host + "/)?" + Path + ")(?::(?<tag>" + TagText + "))?(?:@(?<digest>" + DigestText + @"))?\z", RegexOptions.CultureInvariant)]
    public static partial Regex Reference();

    [GeneratedRegex(@"\A" + Path + @"\z", RegexOptions.CultureInvariant)]
    public static partial Regex Repository();

    [GeneratedRegex(@"\A" + TagText + @"\z", RegexOptions.CultureInvariant)]
    public static partial Regex Tag();

    [GeneratedRegex(@"\A[a-f0-9]{64}\z", RegexOptions.CultureInvariant)]
    public static partial Regex BareHash();
}
