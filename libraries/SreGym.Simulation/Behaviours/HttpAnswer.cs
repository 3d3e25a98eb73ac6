namespace SreGym.Simulation.Behaviours;

/// <summary>An answer of a simulated container over HTTP.</summary>
internal sealed record HttpAnswer
{
    /// <summary>Path it is for.</summary>
    public required string Path { get; init; }

    /// <summary>Query parameters without which the request is refused.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>Text of the refusal.</summary>
    public string RequiredMessage { get; init; } = "";

    /// <summary>Names of Services whose chain must work; otherwise 500.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>Status.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Content type.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>The body, or the name of an embedded file after <c>@</c>.</summary>
    public string Body { get; init; } = "";
}
