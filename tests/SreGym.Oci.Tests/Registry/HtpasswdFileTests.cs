using SreGym.Oci.Registry;

namespace SreGym.Oci.Tests.Registry;

public sealed class HtpasswdFileTests
{
    private const string Salt = "$2b$04$abcdefghijklmnopqrstuu";
    private static readonly DateTimeOffset s_now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly string s_old = HtpasswdFile.FormatLine("reader", "old", Salt);
    private static readonly string s_new = HtpasswdFile.FormatLine("reader-2", "new", Salt);

    [Fact]
    public void Rotate_DuringTheGracePeriod_BothWork()
    {
        var file = HtpasswdFile.Parse(HtpasswdFile.Rotate(s_old, s_new, "reader", s_now.AddMinutes(5), s_now));

        Assert.True(file.Accepts("reader", "old", s_now.AddMinutes(4)));
        Assert.True(file.Accepts("reader-2", "new", s_now.AddMinutes(4)));
    }

    [Fact]
    public void Rotate_AfterTheGracePeriod_OnlyTheNewWorks()
    {
        var file = HtpasswdFile.Parse(HtpasswdFile.Rotate(s_old, s_new, "reader", s_now.AddMinutes(5), s_now));

        Assert.False(file.Accepts("reader", "old", s_now.AddMinutes(5)));
        Assert.True(file.Accepts("reader-2", "new", s_now.AddMinutes(5)));
    }

    [Fact]
    public void Rotate_Again_DropsUsersWhoseTimeIsOver()
    {
        var once = HtpasswdFile.Rotate(s_old, s_new, "reader", s_now.AddMinutes(5), s_now);

        var twice = HtpasswdFile.Rotate(
            once, HtpasswdFile.FormatLine("reader-3", "newest", Salt), "reader-2", s_now.AddMinutes(11), s_now.AddMinutes(6));

        Assert.Equal(["reader-2", "reader-3"], HtpasswdFile.Parse(twice).Usernames.Order());
        Assert.DoesNotContain("reader\n", twice, StringComparison.Ordinal);
    }

    [Fact]
    public void Revoke_User_IsRefusedAtOnce()
    {
        var text = HtpasswdFile.Rotate(s_old, s_new, "reader", s_now.AddMinutes(5), s_now);

        var file = HtpasswdFile.Parse(HtpasswdFile.Revoke(text, "reader", s_now)!);

        Assert.False(file.Accepts("reader", "old", s_now));
        Assert.True(file.Accepts("reader-2", "new", s_now));
    }

    [Fact]
    public void Revoke_AgainOrUnknown_ChangesNothingOrSaysSo()
    {
        var revoked = HtpasswdFile.Revoke(s_old, "reader", s_now)!;

        Assert.Equal(revoked, HtpasswdFile.Revoke(revoked, "reader", s_now.AddMinutes(1)));
        Assert.Null(HtpasswdFile.Revoke(revoked, "nobody", s_now));
    }

    [Fact]
    public void Parse_ThousandUsers_EachHasItsOwnPassword()
    {
        var text = string.Join('\n', Enumerable.Range(0, 1000).Select(user => HtpasswdFile.FormatLine($"user{user}", $"password{user}", Salt)));

        var file = HtpasswdFile.Parse(text);

        Assert.Equal(1000, file.Count);
        Assert.All(Enumerable.Range(0, 1000), user => Assert.True(file.Accepts($"user{user}", $"password{user}")));
        Assert.False(file.Accepts("user1", "password2"));
    }
}
