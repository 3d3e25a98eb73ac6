using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SreGym.Standalone.Tests.Isolation;

/// <summary>Asks one listener and keeps every answer.</summary>
internal sealed partial class Crawl(HttpClient client)
{
    private readonly List<Sight> _sights = [];

    public IReadOnlyList<Sight> Sights => _sights;

    public Task<Sight> LookAsync(string path, string accept = "application/json") =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", accept } } });

    public Task<Sight> PostAsync(string path, string json) => SendAsync(
        new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") });

    public async Task<Sight> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            var headers = response.Headers.Concat(response.Content.Headers).Concat(response.TrailingHeaders)
                .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}");
            var sight = new Sight(
                $"{request.Method} {request.RequestUri}", (int)response.StatusCode, string.Join('\n', headers), body + Decode(body));
            lock (_sights)
            {
                _sights.Add(sight);
            }

            return sight;
        }
    }

    /// <summary>The JSON an answer holds; undefined when it holds none.</summary>
    public static JsonElement Parse(Sight sight)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(sight.Body));
            return JsonElement.ParseValue(ref reader);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string Decode(string body)
    {
        var text = new StringBuilder();
        foreach (Match match in Base64().Matches(body))
        {
            var bytes = new byte[match.Length];
            if (Convert.TryFromBase64String(match.Groups["text"].Value, bytes, out var length) && Ascii.IsValid(bytes.AsSpan(0, length)))
            {
                text.Append('\n').Append(Encoding.ASCII.GetString(bytes, 0, length));
            }
        }

        return text.ToString();
    }

    [GeneratedRegex("\"(?<text>[A-Za-z0-9+/]{8,}={0,2})\"")]
    private static partial Regex Base64();
}
