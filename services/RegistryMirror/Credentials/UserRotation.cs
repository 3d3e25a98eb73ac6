using System.Globalization;
using SreGym.Oci.Registry;
using SreGym.RegistryMirror.Provisioning;

namespace SreGym.RegistryMirror.Credentials;

/// <summary>What a rotation makes of an htpasswd file. Everything follows from the file, the seed and the time.</summary>
/// <param name="Htpasswd">The file's text from now on; the same as before when the user was rotated already.</param>
/// <param name="Account">The new user.</param>
/// <param name="OldEnds">When the old user's access ends, or has ended.</param>
internal sealed record UserRotation(string Htpasswd, RegistryAccount Account, DateTimeOffset OldEnds)
{
    private const int FirstSuccessor = 2;

    /// <summary>Plans it; null when the file has no such user, or its access is over and nobody followed.</summary>
    public static UserRotation? Plan(string htpasswd, long seed, string username, TimeSpan grace, DateTimeOffset now)
    {
        var file = HtpasswdFile.Parse(htpasswd);
        for (var name = Successor(username); ; name = Successor(name))
        {
            var isTaken = file.Usernames.Contains(name);
            if (!isTaken && file.FindUntil(name) is not null)
            {
                // Revoked: its password may be known to those it was revoked for.
                continue;
            }

            var account = RegistryAccount.Of(seed, name);
            if (!isTaken)
            {
                return Start(htpasswd, file, account, username, grace, now);
            }

            if (file.Accepts(name, account.Password.Reveal()))
            {
                return new UserRotation(htpasswd, account, file.FindUntil(username) ?? now);
            }
        }
    }

    // Records in the file hold whole seconds: a part of one is the old user's.
    private static UserRotation? Start(
        string htpasswd, HtpasswdFile file, RegistryAccount account, string username, TimeSpan grace, DateTimeOffset now)
    {
        if (!file.Usernames.Contains(username) || file.FindUntil(username) <= now)
        {
            return null;
        }

        var end = grace == TimeSpan.Zero ? now : DateTimeOffset.FromUnixTimeSeconds((now + grace).AddTicks(TimeSpan.TicksPerSecond - 1).ToUnixTimeSeconds());
        return new UserRotation(HtpasswdFile.Rotate(htpasswd, account.Htpasswd.Reveal().TrimEnd(), username, end, now), account, end);
    }

    private static string Successor(string username)
    {
        var dash = username.LastIndexOf('-');
        return dash > 0 && int.TryParse(username.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= FirstSuccessor and < int.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"{username[..dash]}-{number + 1}")
            : string.Create(CultureInfo.InvariantCulture, $"{username}-{FirstSuccessor}");
    }
}
