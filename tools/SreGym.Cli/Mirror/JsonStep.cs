namespace SreGym.Cli.Mirror;

/// <summary>One line of <c>--json</c>.</summary>
internal sealed record JsonStep
{
    public required string Event { get; init; }

    public string? Source { get; init; }

    public string? Target { get; init; }

    public string? State { get; init; }

    public string? Digest { get; init; }

    public long? BytesTotal { get; init; }

    public long? BytesCopied { get; init; }

    public int? BlobsCopied { get; init; }

    public int? BlobsMounted { get; init; }

    public int? BlobsSkipped { get; init; }

    public int? ReferrersCopied { get; init; }

    public string? Error { get; init; }

    public MirrorTotals? Totals { get; init; }
}
