namespace SreGym.Oci.Registry;

/// <summary>One answered request of a registry.</summary>
public sealed record AccessEntry
{
    /// <summary>When it was answered.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Whose credentials it carried; empty for anonymous and refused ones.</summary>
    public required string Username { get; init; }

    /// <summary>HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>Repository; empty when the path names none.</summary>
    public required string Repository { get; init; }

    /// <summary>Tag, digest or upload as requested.</summary>
    public required string Reference { get; init; }

    /// <summary>Digest of what was served or stored; empty when nothing was.</summary>
    public required string Digest { get; init; }

    /// <summary>Status of the answer.</summary>
    public required int Status { get; init; }

    /// <summary>Who asked, as it says.</summary>
    public required string UserAgent { get; init; }

    /// <summary>Which registry answered.</summary>
    public required string Instance { get; init; }
}
