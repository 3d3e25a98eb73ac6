using System.Text.RegularExpressions;
using SreGym.Problems.Applications;
using SreGym.Problems.Diagnosis;

namespace SreGym.Problems.ImagePull;

/// <summary>What diagnoses of this family have in common, and what tells them apart.</summary>
internal static class ImagePullRubric
{
    private const string Secret =
        @"(?:image[\s-]?pull[\s-]?secrets?|pull[\s-]?secrets?|docker[\s-]?registry[\s-]secrets?|dockerconfigjson(?:\s+secret)?"
        + @"|registry (?:auth |authentication |login |pull |credentials? )?secrets?|hotel-registry-pull"
        + @"|(?:image pull|registry|pull|docker) credentials?(?!\w)(?! secret)|secrets?(?=[^.]*\b(?:pull|registry|image|docker|credential))"
        + @"|(?<=\b(?:pull|registry|image|docker|credential)[^.]*)\bsecrets?\b)";

    private const string Missing =
        @"(?:missing|absent|gone|deleted|removed|lost|lacking|nonexistent|non-existent|no longer (?:exists?|present|there|available)"
        + @"|(?:do(?:es)?|did) ?n(?:o|')t (?:\w+ )?exist|(?:is|are|was|were)n't there|not exist(?:ing)?|not found|not present|not there"
        + @"|never (?:been )?created|not (?:been )?created|(?:cannot|can't|could not|couldn't) be found|notfound)";

    // Without a valid secret there may well be one.
    private const string Valid = "(?:valid|working|usable|accepted|current)";

    /// <summary>Words between two that belong together, none of which may turn the meaning round.</summary>
    public const string Gap = @"(?:(?!\b(?:not|isn't|wasn't|aren't|weren't|never|but|however|exists and|valid)\b)[^;]){0,90}?";

    /// <summary>Ways to describe that a pull fails.</summary>
    public static IReadOnlyList<DiagnosisMark> Mechanism { get; } =
    [
        Mark("failed pull", @"\berrimagepull\b|\bimagepullbackoff\b"),
        Mark("failed pull", @"\bimage[\s-]pulls?\b(?!\s*-?secret)|\bpull(?:s|ed|ing)?\b (?:of )?(?:the |its |their |an? |any )?(?:\w+ )?(?:container )?images?\b"),
        Mark("failed pull", @"(?:cannot|can't|unable to|fail\w* to|not able to|could not|couldn't|no longer) (?:be )?(?:\w+ )?(?:pull|fetch|download)\w*"),
        Mark("refused pull", @"pull access denied|no basic auth credentials|\b401\b|unauthori[sz]ed|authentication required|anonymous"),
    ];

    /// <summary>Ways to say that the pull secret does not exist.</summary>
    public static IReadOnlyList<DiagnosisMark> SecretMissing { get; } =
    [
        Mark("the pull secret is missing", $@"\b{Secret}{Gap}\b{Missing}\b"),
        Mark("the pull secret is missing", $@"\b{Missing}\b(?:(?!\b(?:not|but|however)\b)[^;,]){{0,60}}?\b{Secret}"),
        Mark("the pull secret is missing", $@"\b(?:no|without(?: an?| any| the)?|lacks?(?: an?| any| the)?)\s+(?:(?!{Valid})\w+\s+){{0,2}}?{Secret}(?:\s+[`'""]?hotel-registry-pull[`'""]?)?(?:(?= (?:in|exists|for|named|is|was|to|of|with|at))|\W*$)"),
    ];

    /// <summary>Ways to say that there is none, or none that is any good.</summary>
    public static IReadOnlyList<DiagnosisMark> NoValidSecret { get; } =
    [
        Mark("no valid pull secret", $@"\b(?:no|without(?: an?| any| the)?|lacks?(?: an?| any| the)?)\s+(?:\w+\s+){{0,2}}?{Valid}\s+(?:\w+\s+){{0,2}}?{Secret}"),
    ];

    /// <summary>Ways to say that what the pull secret holds is no good.</summary>
    public static IReadOnlyList<DiagnosisMark> WrongCredentials { get; } =
    [
        Mark("wrong credentials", @"\b(?:wrong|invalid|expired|incorrect|stale|outdated|bad|rotated|revoked|mismatched)\s+(?:\w+\s+){0,3}?(?:credentials?|passwords?|tokens?|logins?|secrets?)\b"),
        Mark("wrong credentials", @"\b(?:credentials?|passwords?|tokens?|secret)\b[^.;,]{0,25}\b(?:is|are|was|were|has|have)\s+(?:been\s+)?(?:wrong|expired|invalid|incorrect|rotated|revoked|malformed|corrupt\w*|outdated|stale)\b"),
    ];

    /// <summary>Observations of any pull that is refused.</summary>
    public static IReadOnlyList<DiagnosisMark> Evidence { get; } =
    [
        Mark("name of the secret", @"hotel-registry-pull"),
        Mark("private image", @"[\w.-]+:\d{2,5}/hotel-reservation/\w+|\blocalhost:\d{4,5}\b"),
        Mark("refused pull", @"no basic auth credentials|\b401\b|pull access denied|unauthori[sz]ed"),
        Mark("pod", @"\b(?:frontend|geo|profile|rate|recommendation|reservation|search|user)-[a-z0-9]{6,10}-[a-z0-9]{5}\b"),
        Mark("waiting reason", @"imagepullbackoff|errimagepull"),
    ];

    /// <summary>Causes it is in no problem of this family.</summary>
    public static IReadOnlyList<DiagnosisMark> OtherCauses { get; } =
    [
        Mark("image not in the registry", @"\b(?:image|tag|manifest|repository)\b(?![\s-]?pull)[^.;,]{0,25}\b(?:does ?n[o']t exist|not found|is missing|was deleted|misspelled|has a typo)"),
        Mark("image not in the registry", @"\b(?:wrong|incorrect|bad|non-?existent|misspelled|missing)\s+(?:\w+\s+)?(?:image(?![\s-]?pull)|tag|digest|repository)\b(?!\s+(?:pull|credential|secret))"),
        Mark("registry down", @"\bregistry\b[^.;,]{0,30}\b(?:down|unreachable|unavailable|offline|not running|crash\w*|not responding|outage)\b|\bconnection refused\b"),
        Mark("network", @"\b(?:dns|network(?:ing)?|firewall|network ?policy|connectivity)\b[^.;,]{0,30}\b(?:issue|problem|fail\w*|error|outage|block\w*|misconfigur\w*|time-?out|partition)"),
        Mark("resources", @"\boom(?:[\s-]?kill\w*)?\b|out of memory|memory (?:limit|pressure|leak)|cpu throttl\w*|disk ?pressure|insufficient (?:cpu|memory)|\bevict(?:ed|ion)\b|resource exhaustion"),
        Mark("application", @"\bcrash ?loop\w*|application (?:bug|crash)|(?:liveness|readiness) probes?\b[^.;,]{0,20}\bfail|\bmisconfigured (?:environment|env|configmap)"),
        Mark("dependency", @"\b(?:mongo\w*|memcached[\w-]*|consul|jaeger|database)\b[^.;,]{0,30}\b(?:down|unavailable|fail\w*|crash\w*|not (?:running|ready)|unreachable|revoked)"),
        Mark("node", @"\bnodes?\b[^.;,]{0,20}\b(?:down|not ?ready|unschedulable|cordoned|out of disk)\b"),
        Mark("access rights", @"\b(?:rbac|role ?bindings?|cluster ?roles?)\b[^.;,]{0,25}\b(?:missing|denied|wrong|issue|problem|misconfigur\w*)"),
        Mark("rate limit", @"\brate[\s-]?limit(?:ed|ing|s)?\b|toomanyrequests"),
    ];

    /// <summary>What is so in an episode with these settings.</summary>
    /// <param name="settings">The episode's options.</param>
    /// <param name="otherObjects">Objects that look like the faulty one and have nothing to do with it.</param>
    public static DiagnosisTruth FindTruth(ProblemSettings settings, IReadOnlyList<string> otherObjects)
    {
        var broken = TargetServices.Of(settings);
        return new DiagnosisTruth(
            HotelReservation.Profile.Namespace,
            broken,
            [.. HotelReservation.Profile.Services.Except(broken)],
            PullSecret.Name,
            otherObjects);
    }

    /// <summary>A mark; letter case does not matter.</summary>
    public static DiagnosisMark Mark(string name, string pattern) =>
        new(name, new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)));
}
