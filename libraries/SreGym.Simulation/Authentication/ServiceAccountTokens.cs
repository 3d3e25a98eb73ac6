using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.Json;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Authentication;

/// <summary>Signs and verifies the tokens of ServiceAccounts (JWT, ES256) with a key of the cluster's own.</summary>
internal sealed class ServiceAccountTokens(ClusterApi server) : IDisposable
{
    private const string Issuer = "https://kubernetes.default.svc.cluster.local";

    private static readonly string s_header = Encode(new JsonObject { ["alg"] = "ES256", ["typ"] = "JWT" });

    private readonly Lazy<ECDsa> _key = new(() => ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Default audience of a token.</summary>
    public static string DefaultAudience => Issuer;

    /// <summary>A token for an account, bound to a pod where one is given.</summary>
    public (string Token, DateTimeOffset Expires) Issue(
        StoredObject account, IReadOnlyList<string> audiences, TimeSpan lifetime, JsonObject? boundObject)
    {
        var now = server.TimeProvider.GetUtcNow();
        var expires = now + lifetime;
        var kubernetes = new JsonObject
        {
            ["namespace"] = account.Namespace,
            ["serviceaccount"] = new JsonObject { ["name"] = account.Name, ["uid"] = account.Uid },
        };
        if (boundObject.FindText("kind") is { } kind)
        {
            kubernetes[kind.ToLowerInvariant()] =
                new JsonObject { ["name"] = boundObject.FindText("name"), ["uid"] = boundObject.FindText("uid") };
        }

        var claims = new JsonObject
        {
            ["aud"] = new JsonArray([.. audiences.Select(audience => JsonValue.Create(audience))]),
            ["exp"] = expires.ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["iss"] = Issuer,
            ["kubernetes.io"] = kubernetes,
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["sub"] = UserName(account.Namespace!, account.Name),
        };
        var content = $"{s_header}.{Encode(claims)}";
        var signature = _key.Value.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256);
        return ($"{content}.{Base64Url.EncodeToString(signature)}", expires);
    }

    /// <summary>The account a token belongs to, if the token is good and the account still the same; null otherwise.</summary>
    public UserInfo? FindUser(string token)
    {
        if (FindClaims(token) is not { } claims
            || (claims.FindNumber("exp") ?? 0) <= server.TimeProvider.GetUtcNow().ToUnixTimeSeconds()
            || claims.FindText("kubernetes.io", "namespace") is not { } @namespace
            || claims.FindText("kubernetes.io", "serviceaccount", "name") is not { } name)
        {
            return null;
        }

        var account = server.Find(ResourceTypes.ServiceAccounts, @namespace, name);
        return account is null || account.Uid != claims.FindText("kubernetes.io", "serviceaccount", "uid")
            ? null
            : User(@namespace, name, account.Uid);
    }

    public static UserInfo User(string @namespace, string name, string uid) => new(
        UserName(@namespace, name),
        ["system:serviceaccounts", $"system:serviceaccounts:{@namespace}", UserInfo.Authenticated],
        uid);

    public void Dispose()
    {
        if (_key.IsValueCreated)
        {
            _key.Value.Dispose();
        }
    }

    private static string UserName(string @namespace, string name) => $"system:serviceaccount:{@namespace}:{name}";

    private static string Encode(JsonObject value) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(value.ToJsonString()));

    private JsonObject? FindClaims(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3 || parts[0] != s_header)
        {
            return null;
        }

        try
        {
            var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
            return _key.Value.VerifyData(signed, Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256)
                ? JsonNode.Parse(Base64Url.DecodeFromChars(parts[1])) as JsonObject
                : null;
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            return null;
        }
    }
}
