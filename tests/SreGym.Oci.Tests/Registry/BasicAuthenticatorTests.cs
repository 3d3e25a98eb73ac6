using System.Text;
using Microsoft.Extensions.Time.Testing;
using SreGym.Oci.Registry;

namespace SreGym.Oci.Tests.Registry;

public sealed class BasicAuthenticatorTests : IDisposable
{
    private const string Salt = "$2b$04$abcdefghijklmnopqrstuu";
    private const string Address = "10.0.0.7";
    private static readonly AuthenticationLimits s_limits = new() { Burst = 5, Interval = TimeSpan.FromSeconds(2), UsersPerAddress = 3, Remembered = 100 };

    private readonly FakeTimeProvider _time = new();
    private readonly BasicAuthenticator _authenticator;

    public BasicAuthenticatorTests() => _authenticator = new BasicAuthenticator(
        HtpasswdFile.Parse($"{HtpasswdFile.FormatLine("ops", "right", Salt)}\n{HtpasswdFile.FormatLine("dev", "right", Salt)}"), "Realm", _time, s_limits);

    public void Dispose() => _authenticator.Dispose();

    [Fact]
    public async Task Guess_BeyondTheBurst_MustWait()
    {
        await GuessAsync("ops", s_limits.Burst);

        var blocked = await TryAsync("ops", "wrong");
        var blockedThoughRight = await TryAsync("ops", "right");
        _time.Advance(blocked.RetryAfter!.Value);
        var right = await TryAsync("ops", "right");

        Assert.Equal(s_limits.Interval, blocked.RetryAfter);
        Assert.NotNull(blockedThoughRight.RetryAfter);
        Assert.Equal("ops", right.User);
    }

    [Fact]
    public async Task Guess_BeyondTheBurst_HindersNoOtherUserAndNoOtherAddress()
    {
        await GuessAsync("ops", s_limits.Burst + 1);

        Assert.Equal("dev", (await TryAsync("dev", "right")).User);
        Assert.Equal("ops", (await TryAsync("ops", "right", "10.0.0.8")).User);
    }

    [Fact]
    public async Task Guess_BeyondTheBurst_HindersNobodyWhoWasLetInBefore()
    {
        await TryAsync("ops", "right");
        await GuessAsync("ops", s_limits.Burst + 1);

        Assert.Equal("ops", (await TryAsync("ops", "right")).User);
    }

    [Fact]
    public async Task Guess_ManyUsersFromOneAddress_MustWait()
    {
        for (var user = 0; user < s_limits.Burst * s_limits.UsersPerAddress; user++)
        {
            Assert.Null((await TryAsync($"user{user}", "wrong")).RetryAfter);
        }

        Assert.NotNull((await TryAsync("another", "wrong")).RetryAfter);
    }

    [Fact]
    public async Task Guess_ManyAtOnce_NoMoreThanTheBurstIsTried()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => TryAsync("ops", "wrong"))));

        Assert.Equal(s_limits.Burst, results.Count(result => result.RetryAfter is null));
    }

    [Fact]
    public async Task RightPasswords_ManyTimes_NeverWait()
    {
        for (var minute = 0; minute < 20; minute++)
        {
            Assert.Equal("ops", (await TryAsync("ops", "right")).User);
            _authenticator.Replace(HtpasswdFile.Parse(HtpasswdFile.FormatLine("ops", "right", Salt)));
        }
    }

    [Fact]
    public void Limiter_ManyUsersAndAddresses_StaysBounded()
    {
        var limiter = new GuessLimiter(s_limits, _time);

        for (var guess = 0; guess < 10_000; guess++)
        {
            limiter.Charge($"user{guess}", $"address{guess}");
            Assert.True(limiter.Count <= s_limits.Remembered);
        }
    }

    [Fact]
    public void Limiter_ThatForgets_KeepsTheMostSuspicious()
    {
        var limiter = new GuessLimiter(s_limits, _time);
        while (limiter.Charge("ops", Address) is null)
        {
        }

        for (var guess = 0; guess < 1000; guess++)
        {
            limiter.Charge($"user{guess}", $"address{guess}");
        }

        Assert.NotNull(limiter.Charge("ops", Address));
    }

    [Fact]
    public async Task Accepted_AfterReplace_IsCheckedAgain()
    {
        await TryAsync("ops", "right");

        _authenticator.Replace(HtpasswdFile.Parse(HtpasswdFile.FormatLine("ops", "new", Salt)));

        Assert.Null((await TryAsync("ops", "right")).User);
        Assert.Equal("ops", (await TryAsync("ops", "new")).User);
    }

    [Fact]
    public async Task Accepted_WhoseTimeEnds_IsRefusedAtThatTime()
    {
        var until = _time.GetUtcNow().AddSeconds(10);
        _authenticator.Replace(HtpasswdFile.Parse(HtpasswdFile.Rotate(
            HtpasswdFile.FormatLine("ops", "right", Salt), HtpasswdFile.FormatLine("ops-2", "new", Salt), "ops", until, _time.GetUtcNow())));
        Assert.Equal("ops", (await TryAsync("ops", "right")).User);

        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Null((await TryAsync("ops", "right")).User);
        Assert.Equal("ops-2", (await TryAsync("ops-2", "new")).User);
    }

    private async Task GuessAsync(string user, int count)
    {
        for (var guess = 0; guess < count; guess++)
        {
            Assert.Null((await TryAsync(user, $"wrong{guess}")).User);
        }
    }

    private Task<AuthenticationResult> TryAsync(string user, string password, string address = Address) =>
        _authenticator.AuthenticateAsync(
            $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}", address, TestContext.Current.CancellationToken).AsTask();
}
