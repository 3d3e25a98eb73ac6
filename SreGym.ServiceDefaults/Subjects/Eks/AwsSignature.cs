using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace SreGym.ServiceDefaults.Subjects.Eks;

/// <summary>AWS Signature Version 4 of GET requests (docs.aws.amazon.com: IAM, "Create a signed AWS API request").</summary>
internal sealed class AwsSignature
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string TokenHeader = "X-Amz-Security-Token";
    private const string EmptyPayload = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private readonly (string AccessKey, string SecretKey, string SessionToken) _keys;
    private readonly string _region;
    private readonly string _service;
    private readonly string _time;

    /// <param name="region">Region of the endpoint.</param>
    /// <param name="service">Signing name of the service, e.g. <c>sts</c>.</param>
    /// <param name="keys">The credentials; the session token is empty for long-term ones.</param>
    /// <param name="now">Time of the signature.</param>
    public AwsSignature(string region, string service, (string AccessKey, string SecretKey, string SessionToken) keys, DateTimeOffset now)
    {
        _keys = keys;
        _region = region;
        _service = service;
        _time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
    }

    private string Scope => $"{_time[..8]}/{_region}/{_service}/aws4_request";

    /// <summary>Puts the signature into the request's headers.</summary>
    public void Sign(HttpRequestMessage request)
    {
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = request.RequestUri!.Authority,
            ["x-amz-date"] = _time,
        };
        request.Headers.Add("X-Amz-Date", _time);
        if (_keys.SessionToken.Length > 0)
        {
            headers["x-amz-security-token"] = _keys.SessionToken;
            request.Headers.Add(TokenHeader, _keys.SessionToken);
        }

        var signature = Compute(request.RequestUri, Encode(ReadQuery(request.RequestUri)), headers);
        request.Headers.Authorization = new AuthenticationHeaderValue(
            Algorithm, $"Credential={_keys.AccessKey}/{Scope}, SignedHeaders={string.Join(';', headers.Keys)}, Signature={signature}");
    }

    /// <summary>A URL that carries the signature in its query.</summary>
    /// <param name="request">The request; its own query is kept.</param>
    /// <param name="headers">Headers beside <c>host</c> that the caller will send, lower case.</param>
    /// <param name="lifetime">How long the URL is good for.</param>
    public Uri Presign(Uri request, IReadOnlyDictionary<string, string> headers, TimeSpan lifetime)
    {
        var signed = new SortedDictionary<string, string>(headers.ToDictionary(), StringComparer.Ordinal) { ["host"] = request.Authority };
        var query = ReadQuery(request);
        query["X-Amz-Algorithm"] = Algorithm;
        query["X-Amz-Credential"] = $"{_keys.AccessKey}/{Scope}";
        query["X-Amz-Date"] = _time;
        query["X-Amz-Expires"] = ((long)lifetime.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        query["X-Amz-SignedHeaders"] = string.Join(';', signed.Keys);
        if (_keys.SessionToken.Length > 0)
        {
            query[TokenHeader] = _keys.SessionToken;
        }

        var encoded = Encode(query);
        return new UriBuilder(request) { Query = $"{encoded}&X-Amz-Signature={Compute(request, encoded, signed)}" }.Uri;
    }

    private string Compute(Uri request, string query, SortedDictionary<string, string> headers)
    {
        var lines = string.Concat(headers.Select(header => $"{header.Key}:{header.Value.Trim()}\n"));
        var canonical = $"GET\n{request.AbsolutePath}\n{query}\n{lines}\n{string.Join(';', headers.Keys)}\n{EmptyPayload}";
        var toSign = $"{Algorithm}\n{_time}\n{Scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = Encoding.UTF8.GetBytes("AWS4" + _keys.SecretKey);
        foreach (var part in (string[])[_time[..8], _region, _service, "aws4_request"])
        {
            key = Hmac(key, part);
        }

        return Convert.ToHexStringLower(Hmac(key, toSign));
    }

    private static string Encode(SortedDictionary<string, string> query) =>
        string.Join('&', query.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));

    private static SortedDictionary<string, string> ReadQuery(Uri request)
    {
        var query = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in request.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            query[Uri.UnescapeDataString(parts[0])] = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "";
        }

        return query;
    }

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
