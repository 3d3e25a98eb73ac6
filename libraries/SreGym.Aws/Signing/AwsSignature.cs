using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SreGym.Aws.Signing;

/// <summary>
/// AWS Signature Version 4 (docs.aws.amazon.com: IAM, "Create a signed AWS API request"), in headers or in a URL. Also compiled into the
/// application host, which has no reference to this library: no SDK for CloudFormation, ECR and EKS is needed anywhere.
/// </summary>
/// <param name="region">Region of the endpoint.</param>
/// <param name="service">Signing name of the service, e.g. <c>sts</c>.</param>
/// <param name="keys">The credentials.</param>
/// <param name="now">Time of the signature.</param>
internal sealed class AwsSignature(string region, string service, AwsKeys keys, DateTimeOffset now)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string TokenHeader = "x-amz-security-token";

    private readonly string _time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private string Scope => $"{_time[..8]}/{region}/{service}/aws4_request";

    /// <summary>Puts the date, the session token and the signature into the request's headers; those it has are signed as well.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">Its body; empty for none.</param>
    public void Sign(HttpRequestMessage request, ReadOnlySpan<byte> body)
    {
        request.Headers.TryAddWithoutValidation("x-amz-date", _time);
        if (keys.SessionToken is { Length: > 0 } session)
        {
            request.Headers.TryAddWithoutValidation(TokenHeader, session);
        }

        var address = request.RequestUri!;
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = address.Authority };
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            headers[name.ToLowerInvariant()] = values.ToString();
        }

        var signature = Compute(request.Method, address, Encode(ReadQuery(address)), headers, body);
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"{Algorithm} Credential={keys.AccessKey}/{Scope}, SignedHeaders={Names(headers)}, Signature={signature}");
    }

    /// <summary>A URL for a <c>GET</c> that carries the signature in its query.</summary>
    /// <param name="address">The address; its own query is kept.</param>
    /// <param name="headers">Headers beside <c>host</c> that the caller will send, lower case.</param>
    /// <param name="lifetime">How long the URL is good for.</param>
    public Uri Presign(Uri address, IReadOnlyDictionary<string, string> headers, TimeSpan lifetime)
    {
        var signed = new SortedDictionary<string, string>(headers.ToDictionary(), StringComparer.Ordinal) { ["host"] = address.Authority };
        var query = ReadQuery(address);
        query["X-Amz-Algorithm"] = Algorithm;
        query["X-Amz-Credential"] = $"{keys.AccessKey}/{Scope}";
        query["X-Amz-Date"] = _time;
        query["X-Amz-Expires"] = ((long)lifetime.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        query["X-Amz-SignedHeaders"] = Names(signed);
        if (keys.SessionToken is { Length: > 0 } session)
        {
            query["X-Amz-Security-Token"] = session;
        }

        var encoded = Encode(query);
        return new UriBuilder(address) { Query = $"{encoded}&X-Amz-Signature={Compute(HttpMethod.Get, address, encoded, signed, [])}" }.Uri;
    }

    private string Compute(
        HttpMethod method, Uri address, string query, SortedDictionary<string, string> headers, ReadOnlySpan<byte> body)
    {
        var lines = string.Concat(headers.Select(header => $"{header.Key}:{header.Value.Trim()}\n"));
        var canonical = $"{method}\n{address.AbsolutePath}\n{query}\n{lines}\n{Names(headers)}\n{Hash(body)}";
        var key = Scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + keys.SecretKey), Hmac);
        return Convert.ToHexStringLower(Hmac(key, $"{Algorithm}\n{_time}\n{Scope}\n{Hash(Encoding.UTF8.GetBytes(canonical))}"));
    }

    private static string Names(SortedDictionary<string, string> headers) => string.Join(';', headers.Keys);

    private static string Encode(SortedDictionary<string, string> query) =>
        string.Join('&', query.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));

    private static SortedDictionary<string, string> ReadQuery(Uri address)
    {
        var query = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            query[Uri.UnescapeDataString(parts[0])] = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "";
        }

        return query;
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
