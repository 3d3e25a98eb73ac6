namespace SreGym.Agents.Reference;

/// <summary>An image reference, as far as one needs to know where it is pulled from.</summary>
internal sealed record ImageName(string Reference)
{
    /// <summary>Host and port; Docker Hub where the reference names none.</summary>
    public string Registry
    {
        get
        {
            var first = Reference.Split('/')[0];
            var isHost = Reference.Contains('/', StringComparison.Ordinal)
                && (first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal) || first == "localhost");
            return isHost ? first : "docker.io";
        }
    }

    public int? Port => int.TryParse(Registry.Split(':').ElementAtOrDefault(1), out var port) ? port : null;

    public override string ToString() => Reference;
}
