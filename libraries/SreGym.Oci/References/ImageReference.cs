using System.Diagnostics.CodeAnalysis;

namespace SreGym.Oci.References;

/// <summary>
/// A reference to an image, normalised the way Docker and containerd do: <c>memcached</c> is <c>docker.io/library/memcached:latest</c>.
/// Grammar: <see href="https://pkg.go.dev/github.com/distribution/reference"/>.
/// </summary>
public sealed record ImageReference
{
    /// <summary>The registry that a reference without a host means.</summary>
    public const string DefaultRegistry = "docker.io";

    private const string DefaultRegistryWireHost = "registry-1.docker.io";
    private const string DefaultTag = "latest";
    private const int MaximumNameLength = 255;

    private ImageReference(string registry, string repository, string? tag, Digest? digest)
    {
        Registry = registry;
        Repository = repository;
        Tag = tag;
        Digest = digest;
    }

    /// <summary>Host with optional port, e.g. <c>docker.io</c> or <c>localhost:30500</c>.</summary>
    public string Registry { get; }

    /// <summary>Path below the registry, e.g. <c>library/memcached</c>.</summary>
    public string Repository { get; }

    /// <summary>Tag; null only when the reference names a digest and no tag.</summary>
    public string? Tag { get; }

    /// <summary>Digest of the manifest; null when the reference names a tag only.</summary>
    public Digest? Digest { get; }

    /// <summary>What to ask the registry for: the digest where there is one, else the tag.</summary>
    public string ManifestReference => Digest?.ToString() ?? Tag ?? DefaultTag;

    /// <summary>Registry and repository without tag or digest.</summary>
    public string Name => $"{Registry}/{Repository}";

    /// <summary>The host that speaks the protocol for <see cref="Registry"/>: <c>docker.io</c> is served by <c>registry-1.docker.io</c>.</summary>
    public string WireHost => Registry == DefaultRegistry ? DefaultRegistryWireHost : Registry;

    /// <summary>True when Docker and containerd talk plain HTTP to this registry without being told to: a loopback host.</summary>
    public bool IsLoopback => IsLoopbackHost(Registry);

    /// <summary>Reads a reference.</summary>
    /// <exception cref="FormatException">The text is no reference; the message says why.</exception>
    public static ImageReference Parse(string text) =>
        TryParse(text, out var reference, out var error) ? reference : throw new FormatException(error);

    /// <summary>Reads a reference; on failure <paramref name="error"/> says what is wrong, worded as Docker words it.</summary>
    public static bool TryParse(
        string? text, [NotNullWhen(true)] out ImageReference? reference, [NotNullWhen(false)] out string? error)
    {
        reference = null;
        var parts = ReferenceGrammar.Reference().Match(text ?? "");
        error = Refuse(text, parts);
        if (error is not null)
        {
            return false;
        }

        var (registry, repository) = SplitRegistry(parts.Groups["name"].Value);
        error = RefuseName(text!, registry, repository);
        if (error is not null)
        {
            return false;
        }

        Digest? digest = null;
        if (parts.Groups["digest"].Success && !References.Digest.TryParse(parts.Groups["digest"].Value, out digest))
        {
            error = $"invalid reference format: unsupported digest in \"{text}\"";
            return false;
        }

        var tag = parts.Groups["tag"].Success ? parts.Groups["tag"].Value : null;
        reference = new ImageReference(registry, repository, tag ?? (digest is null ? DefaultTag : null), digest);
        return true;
    }

    /// <summary>The reference of parts that are already normalised.</summary>
    /// <exception cref="FormatException">They do not make a reference.</exception>
    public static ImageReference Create(string registry, string repository, string tag) => Parse($"{registry}/{repository}:{tag}");

    /// <summary>The same image by digest, tag dropped.</summary>
    public ImageReference WithDigest(Digest digest) => new(Registry, Repository, null, digest);

    /// <summary>The complete, canonical form.</summary>
    public override string ToString() =>
        Name + (Tag is null ? "" : ":" + Tag) + (Digest is null ? "" : "@" + Digest);

    private static string? Refuse(string? text, System.Text.RegularExpressions.Match parts)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "invalid reference format: repository name must have at least one component";
        }

        if (parts.Success)
        {
            return ReferenceGrammar.BareHash().IsMatch(text)
                ? $"invalid repository name ({text}), cannot specify 64-byte hexadecimal strings"
                : null;
        }

        return ReferenceGrammar.Reference().IsMatch(text.ToLowerInvariant())
            ? $"invalid reference format: repository name ({text}) must be lowercase"
            : $"invalid reference format: \"{text}\"";
    }

    private static string? RefuseName(string text, string registry, string repository) =>
        registry.Length + 1 + repository.Length > MaximumNameLength
            ? $"repository name must not be more than {MaximumNameLength} characters"
            : ReferenceGrammar.Repository().IsMatch(repository)
                ? null
                : $"invalid reference format: \"{text}\"";

    private static (string Registry, string Repository) SplitRegistry(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : name[..slash];
        var isHost = slash > 0 && (first.AsSpan().ContainsAny('.', ':') || first == "localhost" || first.Any(char.IsAsciiLetterUpper));
        var registry = isHost ? first : DefaultRegistry;
        var repository = isHost ? name[(slash + 1)..] : name;
        if (registry is "index.docker.io" or DefaultRegistryWireHost)
        {
            registry = DefaultRegistry;
        }

        return registry == DefaultRegistry && !repository.Contains('/', StringComparison.Ordinal)
            ? (registry, "library/" + repository)
            : (registry, repository);
    }

    private static bool IsLoopbackHost(string registry)
    {
        var host = registry.StartsWith('[') ? registry[1..registry.IndexOf(']', StringComparison.Ordinal)] : registry.Split(':')[0];
        return host == "localhost" || (System.Net.IPAddress.TryParse(host, out var address) && System.Net.IPAddress.IsLoopback(address));
    }
}
