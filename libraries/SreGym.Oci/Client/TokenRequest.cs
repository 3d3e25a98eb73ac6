namespace SreGym.Oci.Client;

/// <summary>Requests to a token server: <c>GET</c> with a password or nothing, <c>POST</c> with an identity token (distribution "OAuth2").</summary>
internal static class TokenRequest
{
    private const string ClientId = "oci-client";

    public static HttpRequestMessage Create(Uri server, string service, string scope, RegistryCredentials? credentials) =>
        credentials?.ToRefreshForm() is { } form ? Post(server, service, scope, form) : Get(server, service, scope, credentials);

    private static HttpRequestMessage Get(Uri server, string service, string scope, RegistryCredentials? credentials)
    {
        var query = $"service={Uri.EscapeDataString(service)}"
            + string.Concat(scope.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => $"&scope={Uri.EscapeDataString(part)}"));
        var request = new HttpRequestMessage(
            HttpMethod.Get, new UriBuilder(server) { Query = server.Query.Length > 1 ? $"{server.Query[1..]}&{query}" : query }.Uri);
        request.Headers.Authorization = credentials?.ToBasic();
        return request;
    }

    private static HttpRequestMessage Post(Uri server, string service, string scope, IEnumerable<KeyValuePair<string, string>> form) =>
        new(HttpMethod.Post, server)
        {
            Content = new FormUrlEncodedContent(form.Concat(
                [new("service", service), new("client_id", ClientId), new("scope", scope), new("access_type", "offline")])),
        };
}
