using System.Text;
using SreGym.Oci.Content;
using SreGym.Oci.References;

namespace SreGym.Oci.Tests.Registry.Hostile;

/// <summary>Makes up requests from a seed: half-right paths, headers and bodies, never a right one that stores something.</summary>
internal sealed class RequestFuzzer(int seed, string endpoint, Uri server)
{
    private const string Wild = "abcXYZ019._-/~!$&'()*+,;=:@%20%2e%2f%00%ff%0a%c3%28\\\"<>[]{}|^`";
    private static readonly string[] s_methods = ["GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"];
    private static readonly string[] s_names =
        ["a", "team/app", "..", "%2e%2e", "a/../b", "a%2fb", "A", "a//b", "-", "_", "blobs", "manifests/tags", "a/blobs/uploads", new('a', 300), new('a', 4000)];

    private readonly Random _random = new(seed);

    public HttpRequestMessage Next()
    {
        var request = new HttpRequestMessage(
            new HttpMethod(Pick(s_methods)),
            new Uri(server.ToString().TrimEnd('/') + NextPath(), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        request.Headers.Host = RegistryFixture.Host;
        AddHeaders(request);
        if (request.Method.Method is not ("GET" or "HEAD" or "TRACE") && _random.Next(3) > 0)
        {
            request.Content = new ByteArrayContent(NextBody());
            request.Content.Headers.TryAddWithoutValidation("Content-Type", Pick([.. MediaTypes.Manifests, "text/plain", "", MediaTypes.OctetStream]));
            Sometimes(() => request.Content.Headers.TryAddWithoutValidation("Content-Range", NextRange()));
            request.Headers.TransferEncodingChunked = _random.Next(4) == 0;
        }

        return request;
    }

    private string NextPath() => endpoint switch
    {
        "base" => Pick(["/v2/", "/v2", $"/v2/{NextText()}", $"/{NextText()}"]) + NextQuery(),
        "catalog" => "/v2/_catalog" + NextQuery(),
        "tags" => $"/v2/{NextName()}/tags/list{NextQuery()}",
        "referrers" => $"/v2/{NextName()}/referrers/{NextReference()}{NextQuery()}",
        "manifests" => $"/v2/{NextName()}/manifests/{NextReference()}{NextQuery()}",
        "blobs" => $"/v2/{NextName()}/blobs/{NextReference()}{NextQuery()}",
        "uploads" => $"/v2/{NextName()}/blobs/uploads/{NextQuery()}",
        _ => $"/v2/{NextName()}/blobs/uploads/{NextReference()}{NextQuery()}",
    };

    private string NextQuery()
    {
        var parts = new List<string>();
        foreach (var name in new[] { "n", "last", "digest", "mount", "from", "artifactType", NextText() })
        {
            Sometimes(() => parts.Add($"{name}={Pick([NextReference(), NextText(), "-1", "99999999999999999999", "0", NextName()])}"));
        }

        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    private void AddHeaders(HttpRequestMessage request)
    {
        Sometimes(() => request.Headers.TryAddWithoutValidation("Range", $"bytes={NextRange()}"));
        Sometimes(() => request.Headers.TryAddWithoutValidation("Accept", Pick([.. MediaTypes.Manifests, "*/*", ",,;;", NextText()])));
        Sometimes(() => request.Headers.TryAddWithoutValidation("If-None-Match", Pick(["*", "\"x\"", NextText()])));
        Sometimes(() => request.Headers.TryAddWithoutValidation("Authorization", $"Basic {NextText()}"));
        Sometimes(() => request.Headers.TryAddWithoutValidation("User-Agent", new string('u', _random.Next(2000))));
    }

    private string NextRange() => Pick(["0-9", "9-0", "-", "0-", "-5", "x-y", "0-9,1-2", "99999999999999999999-0", NextText()]);

    private string NextName() => _random.Next(3) == 0 ? NextText() : Pick(s_names);

    // The digest of what no body of ours holds: it is right in form only.
    private string NextReference() => Pick(
        ["v1", "latest", Digest.Compute(BitConverter.GetBytes(_random.NextInt64())).ToString(), "sha256:", "sha512:00", "md5:d41d8cd98f00b204e9800998ecf8427e",
            "sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", "..", "%2e%2e%2fetc", NextText()]);

    private string NextText()
    {
        var text = new StringBuilder();
        for (var length = _random.Next(1, 24); length > 0; length--)
        {
            text.Append(Wild[_random.Next(Wild.Length)]);
        }

        // A lone percent sign and what ends a path would only make another request of it.
        return text.ToString().Replace("?", "", StringComparison.Ordinal).Replace("#", "", StringComparison.Ordinal);
    }

    private byte[] NextBody()
    {
        if (_random.Next(2) == 0)
        {
            var bytes = new byte[_random.Next(2048)];
            _random.NextBytes(bytes);
            return bytes;
        }

        var missing = Digest.Compute(BitConverter.GetBytes(_random.NextInt64()));
        var json = RegistryFixture.Manifest(missing, 2, missing, 2, _random.Next(2) == 0 ? missing : null).Bytes.ToArray();
        for (var change = _random.Next(4); change > 0; change--)
        {
            json[_random.Next(json.Length)] = (byte)_random.Next(256);
        }

        return json;
    }

    private void Sometimes(Action action)
    {
        if (_random.Next(4) == 0)
        {
            action();
        }
    }

    private string Pick(string[] choices) => choices[_random.Next(choices.Length)];
}
