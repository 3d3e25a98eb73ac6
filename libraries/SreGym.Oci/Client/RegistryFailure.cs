using System.Net;

namespace SreGym.Oci.Client;

/// <summary>Everything a registry said about a request it did not carry out.</summary>
public sealed record RegistryFailure
{
    /// <summary>Method of the request.</summary>
    public required string Method { get; init; }

    /// <summary>The registry as others know it: its host header, else the host of its address.</summary>
    public required string Registry { get; init; }

    /// <summary>Path and query of the request.</summary>
    public required string Path { get; init; }

    /// <summary>Status of the answer; null when there was none.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>What the status alone does not tell, such as where a redirect leads; null when there is no more to say.</summary>
    public string? Detail { get; init; }

    /// <summary>Values of <c>WWW-Authenticate</c>, as sent.</summary>
    public IReadOnlyList<string> Challenges { get; init; } = [];

    /// <summary>True when the refused request carried credentials or a token made from them.</summary>
    public bool CredentialsSent { get; init; }

    /// <summary>True when other credentials were obtained after the refusal: the request may be tried again with a body of its own.</summary>
    public bool CredentialsRenewed { get; init; }

    /// <summary>The errors in the body of the answer; empty for <c>HEAD</c> and for servers that send none.</summary>
    public IReadOnlyList<RegistryErrorEntry> Errors { get; init; } = [];

    /// <summary>How long to wait before trying again, when the registry said so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What the registry said of its rate limit; null when it said nothing.</summary>
    public RateLimit? RateLimit { get; init; }

    internal string Describe(Exception? inner)
    {
        var codes = string.Join("; ", Errors.Select(error => error.Message is null ? error.Code : $"{error.Code}: {error.Message}"));
        var outcome = Status is { } status
            ? $"{(int)status}{(Detail is null ? "" : $" {Detail}")}{(codes.Length > 0 ? $" ({codes})" : "")}"
            : $"no answer: {inner?.GetBaseException().Message}";
        return $"{Method} {Registry}{Path}: {outcome.TrimEnd('.')}.{Remedy(inner)}";
    }

    private string Remedy(Exception? inner) => Status switch
    {
        HttpStatusCode.Unauthorized when CredentialsSent => " The registry does not accept these credentials: check user name and password.",
        HttpStatusCode.Unauthorized => " The registry wants credentials: send some.",
        HttpStatusCode.Forbidden => " These credentials may not do this: ask the owner of the repository.",
        HttpStatusCode.NotFound => " There is no such image or repository: check name and tag.",
        HttpStatusCode.TooManyRequests =>
            $" The registry limits the rate{(RateLimit is null ? "" : $" ({RateLimit})")}{Wait()}: wait, or send credentials.",
        >= HttpStatusCode.InternalServerError => " The registry is in trouble: try again later, or ask its operator.",
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => " The registry redirects to where nothing can be read: ask its operator.",
        null when RegistryRequestException.IsAboutCertificate(inner) => " Its certificate is not trusted: trust its authority for this host.",
        null => " Check host, port and scheme of the registry.",
        _ => "",
    };

    private string Wait() => RetryAfter is { } wait ? $" and asks to wait {Math.Ceiling(wait.TotalSeconds)} s" : "";
}
