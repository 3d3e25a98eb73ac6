namespace SreGym.Oci.Client;

/// <summary>One request to a registry, before authentication.</summary>
/// <param name="Method">Method.</param>
/// <param name="Address">Address.</param>
/// <param name="Scope">Scope of the token flow.</param>
internal sealed record RegistryRequest(HttpMethod Method, Uri Address, string Scope)
{
    /// <summary>Media types for <c>Accept</c>.</summary>
    public IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>Makes the body; called again when the request has to be repeated with credentials. Null: no body.</summary>
    public Func<HttpContent>? Content { get; init; }

    /// <summary>True when the body can be made once only.</summary>
    public bool IsSingleUse { get; init; }

    /// <summary>First byte wanted of a blob.</summary>
    public long? From { get; init; }

    /// <summary>Last byte wanted of a blob; null for all the rest.</summary>
    public long? To { get; init; }
}
