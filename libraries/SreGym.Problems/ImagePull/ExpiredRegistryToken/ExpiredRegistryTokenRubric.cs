using SreGym.Problems.Diagnosis;
using static SreGym.Problems.ImagePull.ImagePullRubric;

namespace SreGym.Problems.ImagePull.ExpiredRegistryToken;

/// <summary>How a diagnosis of this problem is recognised.</summary>
internal static class ExpiredRegistryTokenRubric
{
    private const string Login = @"(?:tokens?|credentials?|passwords?|logins?|auth(?:entication|orization)?|secrets?|hotel-registry-pull|dockerconfigjson)";

    private const string Over =
        @"(?:expired|expires?|stale|outdated|out[\s-]of[\s-]date|obsolete|invalid(?:ated)?|revoked|rotated|lapsed|superseded"
        + @"|(?:run|ran|runs) out|no longer (?:valid|accepted|good|works?|working|current)|not (?:valid|accepted|working|current) any ?more"
        + @"|(?:not|never|\w+n't) (?:been )?(?:renewed|refreshed|updated|replaced)|past its (?:expir\w+|lifetime)|reached (?:its|the) (?:expir\w+|end)"
        + @"|expir(?:ation|y)\W+(?:\w+\W+){0,5}?(?:past|passed|over)|(?:is|are|was|were) over)";

    /// <summary>The rubric.</summary>
    public static DiagnosisRubric Rubric { get; } = new()
    {
        Truth = settings => FindTruth(settings, [LogShipper.PullSecret, "log-shipper", "registry-htpasswd"]),
        Mechanism = ImagePullRubric.Mechanism,
        RootCause =
        [
            Mark("the token has expired", $@"\b{Login}\b{Gap}\b{Over}\b"),
            Mark("the token has expired", $@"\b(?:expired|stale|outdated|out[\s-]of[\s-]date|obsolete|invalid|revoked|rotated|lapsed|superseded|old)\s+(?:[\w-]+\s+){{0,4}}?{Login}\b"),
        ],
        NearRootCause =
        [
            .. NoValidSecret,
            Mark("the credentials are wrong", $@"\b(?:wrong|incorrect|bad|mismatched|unaccepted)\s+(?:[\w-]+\s+){{0,4}}?{Login}\b"),
            Mark("the credentials are wrong", $@"\b{Login}\b{Gap}\b(?:wrong|incorrect|bad|mismatch\w*|rejected|refused|denied|(?:not|n't) (?:valid|accepted|match\w*|work\w*))\b"),
            Mark("the credentials are refused", $@"\b(?:reject|refus|den[iy]|not accept|no longer accept|n't accept)\w*\s+(?:[\w-]+\s+){{0,6}}?{Login}\b"),
        ],
        Evidence =
        [
            .. ImagePullRubric.Evidence,
            Mark("the token's time", @"\bexpiration\b|\bexpir(?:es|ed|y) (?:at|on|since)\b|\b12[\s-]?h(?:ours?)?\b|\btwelve hours\b"),
            Mark("another token where it is kept", @"registry-credentials"),
        ],
        OtherCauses =
        [
            .. SecretMissing,
            Mark("no credentials", @"\bpull(?:s|ed|ing)? anonymously\b|\banonymous(?:ly)? pulls?\b|\bwithout (?:any )?(?:credentials|authentication|login)\b"),
            Mark("the registry's own credentials", @"\bregistry-credentials\b[^.;,]{0,30}\b(?:expired|stale|invalid|wrong|outdated)\b"),
            Mark("the registry's own credentials", @"\b(?:expired|stale|invalid|wrong|outdated)\b[^.;,]{0,30}\bregistry-credentials\b"),
            .. ImagePullRubric.OtherCauses,
        ],
    };
}
