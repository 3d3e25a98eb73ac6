using System.Text;

namespace SreGym.Simulation.Behaviours;

/// <summary>An answer of a simulated container over HTTP.</summary>
internal sealed record HttpAnswer
{
    /// <summary>Path it is for.</summary>
    public string Path { get; set; } = "/";

    /// <summary>Query parameters without which the request is refused.</summary>
    public IReadOnlyList<string> Required { get; set; } = [];

    /// <summary>Text of the refusal.</summary>
    public string RequiredMessage { get; set; } = "";

    /// <summary>Names of Services whose chain must work; otherwise 500.</summary>
    public IReadOnlyList<string> Needs { get; set; } = [];

    /// <summary>Status.</summary>
    public int Status { get; set; } = 200;

    /// <summary>Content type.</summary>
    public string ContentType { get; set; } = "application/json";

    /// <summary>The body, or the name of an embedded file after <c>@</c>.</summary>
    public string Body { get; set; } = "";

    /// <summary>The body as it is sent.</summary>
    public byte[] ReadBody()
    {
        if (!Body.StartsWith('@'))
        {
            return Encoding.UTF8.GetBytes(Body);
        }

        using var file = typeof(HttpAnswer).Assembly.GetManifestResourceStream($"answers/{Body[1..]}")
            ?? throw new InvalidOperationException($"The embedded file {Body[1..]} is missing.");
        using var buffer = new MemoryStream();
        file.CopyTo(buffer);
        return buffer.ToArray();
    }
}
