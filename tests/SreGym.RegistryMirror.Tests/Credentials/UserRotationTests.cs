using SreGym.Oci.Registry;
using SreGym.RegistryMirror.Credentials;
using SreGym.RegistryMirror.Provisioning;

namespace SreGym.RegistryMirror.Tests.Credentials;

public sealed class UserRotationTests
{
    private const long Seed = 7;
    private static readonly TimeSpan s_grace = TimeSpan.FromMinutes(5);
    private static readonly DateTimeOffset s_now = new(2026, 1, 31, 12, 0, 0, 400, TimeSpan.Zero);
    private static readonly RegistryAccount s_first = RegistryAccount.FromSeed(Seed);
    private static readonly string s_htpasswd = s_first.Htpasswd.Reveal();

    [Fact]
    public void Plan_KnownUser_GivesTheNextOneItsOwnPassword()
    {
        var rotation = UserRotation.Plan(s_htpasswd, Seed, s_first.Username, s_grace, s_now)!;

        var file = HtpasswdFile.Parse(rotation.Htpasswd);
        Assert.Equal($"{s_first.Username}-2", rotation.Account.Username);
        Assert.NotEqual(s_first.Password, rotation.Account.Password);
        Assert.True(file.Accepts(s_first.Username, s_first.Password.Reveal(), rotation.OldEnds.AddTicks(-1)));
        Assert.False(file.Accepts(s_first.Username, s_first.Password.Reveal(), rotation.OldEnds));
        Assert.True(file.Accepts(rotation.Account.Username, rotation.Account.Password.Reveal(), rotation.OldEnds));
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 12, 5, 1, TimeSpan.Zero), rotation.OldEnds);
    }

    [Fact]
    public void Plan_Again_ChangesNothingAndNamesTheSameUserAndEnd()
    {
        var once = UserRotation.Plan(s_htpasswd, Seed, s_first.Username, s_grace, s_now)!;

        var again = UserRotation.Plan(once.Htpasswd, Seed, s_first.Username, s_grace, s_now.AddMinutes(1));
        var late = UserRotation.Plan(once.Htpasswd, Seed, s_first.Username, s_grace, s_now.AddDays(1));

        Assert.Equal(once, again);
        Assert.Equal(once, late);
    }

    [Fact]
    public void Plan_Onwards_CountsAndDropsWhoseTimeIsOver()
    {
        var second = UserRotation.Plan(s_htpasswd, Seed, s_first.Username, s_grace, s_now)!;

        var third = UserRotation.Plan(second.Htpasswd, Seed, second.Account.Username, s_grace, s_now.AddMinutes(6))!;

        Assert.Equal($"{s_first.Username}-3", third.Account.Username);
        Assert.Equal([second.Account.Username, third.Account.Username], HtpasswdFile.Parse(third.Htpasswd).Usernames.Order());
    }

    [Fact]
    public void Plan_SuccessorRevokedOrSomebodyElses_TakesTheNextName()
    {
        var second = UserRotation.Plan(s_htpasswd, Seed, s_first.Username, s_grace, s_now)!;
        var revoked = HtpasswdFile.Revoke(second.Htpasswd, second.Account.Username, s_now)!;
        var foreign = s_htpasswd + HtpasswdFile.FormatLine($"{s_first.Username}-2", "of somebody else", "$2b$04$abcdefghijklmnopqrstuu");

        Assert.Equal($"{s_first.Username}-3", UserRotation.Plan(revoked, Seed, s_first.Username, s_grace, s_now)!.Account.Username);
        Assert.Equal($"{s_first.Username}-3", UserRotation.Plan(foreign, Seed, s_first.Username, s_grace, s_now)!.Account.Username);
    }

    [Fact]
    public void Plan_UnknownOrRevokedUser_IsNone()
    {
        var revoked = HtpasswdFile.Revoke(s_htpasswd, s_first.Username, s_now)!;

        Assert.Null(UserRotation.Plan(s_htpasswd, Seed, "nobody", s_grace, s_now));
        Assert.Null(UserRotation.Plan(revoked, Seed, s_first.Username, s_grace, s_now));
    }

    [Fact]
    public void Plan_AmongAThousandUsers_ComputesNoHashOfTheOthers()
    {
        // Each of these would take weeks to be tried: whoever tries one does not come to an end.
        var others = Enumerable.Range(0, 999).Select(user => $"user{user}:$2b$31$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuvwxyzABCDE");
        var htpasswd = string.Join('\n', [.. others, s_htpasswd]);

        var rotation = UserRotation.Plan(htpasswd, Seed, s_first.Username, s_grace, s_now)!;

        var file = HtpasswdFile.Parse(rotation.Htpasswd);
        Assert.Equal(1001, file.Count);
        Assert.True(file.Accepts(rotation.Account.Username, rotation.Account.Password.Reveal(), s_now));
        Assert.Equal(1000, HtpasswdFile.Parse(HtpasswdFile.Revoke(rotation.Htpasswd, s_first.Username, s_now)!).Count);
    }
}
