using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SreGym.AppHost.Aws.Calls;

/// <summary>Signature Version 4 of a POST to <c>/</c>.</summary>
internal static class AwsSignature
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Adds the date, the session token and the authorization to <paramref name="request"/>.</summary>
    public static void Sign(HttpRequestMessage request, byte[] body, AwsAccess access, string service, DateTimeOffset now)
    {
        var stamp = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = request.RequestUri!.IsDefaultPort ? request.RequestUri.Host : request.RequestUri.Authority,
            ["x-amz-date"] = stamp,
        };
        if (access.SessionToken is { } session)
        {
            headers["x-amz-security-token"] = session;
        }

        foreach (var (name, values) in request.Headers.NonValidated)
        {
            headers[name.ToLowerInvariant()] = values.ToString();
        }

        var names = string.Join(';', headers.Keys);
        var canonical = $"POST\n/\n\n{string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"))}\n{names}\n{Hash(body)}";
        var scope = $"{stamp[..8]}/{access.Region}/{service}/aws4_request";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + access.SecretAccessKey), Sign);
        var signature = Convert.ToHexStringLower(Sign(key, $"{Algorithm}\n{stamp}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(canonical))}"));

        foreach (var (name, value) in headers.Where(header => header.Key != "host" && !request.Headers.Contains(header.Key)))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.TryAddWithoutValidation(
            "Authorization", $"{Algorithm} Credential={access.AccessKeyId}/{scope}, SignedHeaders={names}, Signature={signature}");
    }

    private static byte[] Sign(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
