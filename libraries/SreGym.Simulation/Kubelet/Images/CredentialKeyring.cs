using System.IO.Enumeration;

namespace SreGym.Simulation.Kubelet.Images;

/// <summary>
/// Credentials by registry, looked up as the kubelet does: most specific path first, wildcards per host label, several
/// candidates for one image (kubernetes: pkg/credentialprovider/keyring.go).
/// </summary>
internal sealed class CredentialKeyring
{
    private const string DefaultRegistry = "index.docker.io";

    private readonly SortedDictionary<string, List<PullCredentials>> _byRegistry =
        new(Comparer<string>.Create((left, right) => string.CompareOrdinal(right, left)));

    public void Add(IEnumerable<(string Registry, PullCredentials Credentials)> entries)
    {
        foreach (var (registry, credentials) in entries)
        {
            var key = NormalizeKey(registry);
            if (!_byRegistry.TryGetValue(key, out var list))
            {
                _byRegistry[key] = list = [];
            }

            list.Add(credentials);
        }
    }

    /// <param name="repository">Full name of the image without tag and digest, such as <c>docker.io/library/nginx</c>.</param>
    public IReadOnlyList<PullCredentials> Lookup(string repository)
    {
        var found = _byRegistry.Where(entry => Matches(entry.Key, repository)).SelectMany(entry => entry.Value).ToList();
        return found.Count == 0 && IsDefaultRegistry(repository) && _byRegistry.TryGetValue(DefaultRegistry, out var defaults)
            ? defaults
            : found;
    }

    private static string NormalizeKey(string registry)
    {
        var scheme = registry.IndexOf("://", StringComparison.Ordinal);
        var rest = scheme < 0 ? registry : registry[(scheme + 3)..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var (host, path) = slash < 0 ? (rest, "") : (rest[..slash], rest[slash..]);
        if (path.StartsWith("/v1/", StringComparison.Ordinal) || path.StartsWith("/v2/", StringComparison.Ordinal))
        {
            path = path[3..];
        }

        return path is "" or "/" ? host : host + path;
    }

    private static bool IsDefaultRegistry(string repository)
    {
        var slash = repository.IndexOf('/', StringComparison.Ordinal);
        return slash < 0
            || repository[..slash] is "docker.io" or DefaultRegistry
            || (slash > 0 && repository.AsSpan(0, slash).IndexOfAny('.', ':') < 0);
    }

    private static bool Matches(string pattern, string repository)
    {
        var (patternHost, patternPort, patternPath) = Split(pattern);
        var (host, port, path) = Split(repository);
        return patternPort == port
            && patternHost.Length == host.Length
            && path.StartsWith(patternPath, StringComparison.Ordinal)
            && patternHost.Zip(host).All(part => FileSystemName.MatchesSimpleExpression(part.First, part.Second, ignoreCase: false));
    }

    private static (string[] HostLabels, string Port, string Path) Split(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var (host, path) = slash < 0 ? (name, "") : (name[..slash], name[slash..]);
        var colon = host.LastIndexOf(':');
        return colon < 0 ? (host.Split('.'), "", path) : (host[..colon].Split('.'), host[(colon + 1)..], path);
    }
}
