using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.ApiServer.Http;

namespace SreGym.Simulation.Authentication;

/// <summary>Finds out who sends a request: the administrator's token, a ServiceAccount's token, or a client certificate.</summary>
internal sealed class Authenticator
{
    private const string Scheme = "Bearer ";

    private static readonly UserInfo s_administrator =
        new("kubernetes-admin", [UserInfo.Masters, UserInfo.Authenticated]);

    private readonly byte[] _administrator;

    public Authenticator(ClusterApi server, ApiServerOptions options)
    {
        _administrator = SHA256.HashData(Encoding.UTF8.GetBytes(options.AdministratorToken));
        Tokens = new ServiceAccountTokens(server);
    }

    public ServiceAccountTokens Tokens { get; }

    /// <exception cref="ApiStatusException">401: credentials were sent and are wrong.</exception>
    public async Task<UserInfo> AuthenticateAsync(HttpContext context)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return FindUser(authorization[Scheme.Length..].Trim()) ?? throw ApiErrors.Unauthorized();
        }

        if (authorization.Length > 0)
        {
            throw ApiErrors.Unauthorized();
        }

        var certificate = context.Request.IsHttps ? await context.Connection.GetClientCertificateAsync(context.RequestAborted) : null;
        return certificate is null ? UserInfo.Anonymous : CertificateUser.Read(certificate);
    }

    /// <summary>Whose token it is; null when it is nobody's.</summary>
    public UserInfo? FindUser(string token)
    {
        var presented = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        return CryptographicOperations.FixedTimeEquals(presented, _administrator) ? s_administrator : Tokens.FindUser(token);
    }
}
