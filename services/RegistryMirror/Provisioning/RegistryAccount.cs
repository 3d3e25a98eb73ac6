using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SreGym.Contracts;
using SreGym.Oci.Registry;

namespace SreGym.RegistryMirror.Provisioning;

/// <summary>The user of the private registry. Everything follows from the seed: the same seed gives the same account and the same htpasswd line.</summary>
/// <param name="Username">User name.</param>
/// <param name="Password">Password.</param>
/// <param name="Htpasswd">Text of the htpasswd file.</param>
internal sealed record RegistryAccount(string Username, SecretText Password, SecretText Htpasswd)
{
    private const int PasswordLength = 24;
    private const int SaltLength = 21;
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    private const string BcryptLetters = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static readonly string[] s_usernames =
        ["registry-reader", "image-puller", "platform-registry", "svc-registry", "deploy-images", "cluster-pull", "registry-sync", "ops-images"];

    public static RegistryAccount FromSeed(long seed)
    {
        var username = s_usernames[Bytes(seed, "username", 1)[0] % s_usernames.Length];
        return Create(seed, username, "");
    }

    /// <summary>The account whose password is a token.</summary>
    /// <param name="seed">Decides the token but for its end.</param>
    /// <param name="expiration">When the token's time is over, in whole seconds.</param>
    public static RegistryAccount WithToken(long seed, DateTimeOffset expiration) => Create(
        seed,
        RegistryToken.Username,
        "/token",
        RegistryToken.Write(
            Spell(Bytes(seed, "payload", RegistryToken.PayloadLength), Letters), Spell(Bytes(seed, "datakey", RegistryToken.DataKeyLength), Letters), expiration));

    /// <summary>The account of a user that follows an earlier one.</summary>
    public static RegistryAccount Of(long seed, string username) => Create(seed, username, $"/{username}");

    private static RegistryAccount Create(long seed, string username, string purpose, string? token = null)
    {
        var password = token ?? Spell(Bytes(seed, "password" + purpose, PasswordLength), Letters);
        // The last letter of a bcrypt salt carries two bits only: one of the four that do not change when it is decoded.
        var salt = $"$2b$10${Spell(Bytes(seed, "salt" + purpose, SaltLength), BcryptLetters)}{".Oeu"[Bytes(seed, "salt-end" + purpose, 1)[0] % 4]}";
        return new RegistryAccount(
            username, new SecretText(password), new SecretText(HtpasswdFile.FormatLine(username, password, salt) + "\n"));
    }

    private static byte[] Bytes(long seed, string purpose, int count)
    {
        var key = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed.ToString(CultureInfo.InvariantCulture)}/registry-credentials/{purpose}"));
        return HKDF.Expand(HashAlgorithmName.SHA256, key, count);
    }

    private static string Spell(byte[] bytes, string alphabet) => string.Concat(bytes.Select(value => alphabet[value % alphabet.Length]));
}
