using System.Text;
using SreGym.Oci.Client;
using SreGym.Oci.Registry;
using SreGym.TestingHost.Registries;

namespace SreGym.Cli.Tests.Mirror;

/// <summary>Where credentials come from, and that nothing we write or start shows them.</summary>
public sealed class MirrorCredentialTests : IAsyncLifetime
{
    private const string Password = "s3cr3t-passw0rd";

    private static readonly HtpasswdFile s_users = HtpasswdFile.Parse(HtpasswdFile.FormatLine("ops", Password, "$2b$04$abcdefghijklmnopqrstuu"));

    private readonly string _folder = Directory.CreateTempSubdirectory("mirror-credentials-").FullName;
    private InterceptedRegistry? _source;
    private InterceptedRegistry? _target;

    private InterceptedRegistry Source => _source!;

    private InterceptedRegistry Target => _target!;

    public async ValueTask InitializeAsync()
    {
        (_source, _target) = (await InterceptedRegistry.StartAsync(), await InterceptedRegistry.StartAsync(users: s_users));
        await Source.Client.PushImageAsync("app", "v1");
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await Target.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("""{"auths":{"HOST":{"auth":"AUTH"}}}""")]
    [InlineData("""{"auths":{"other.example.com":{"auth":"eDp5"},"http://HOST/v1/":{"auth":"AUTH"}}}""")]
    [InlineData("""{"auths":{"HOST":{"username":"ops","password":"PASSWORD"}}}""")]
    [InlineData("""{"credHelpers":{"HOST":"test"}}""")]
    [InlineData("""{"credsStore":"test"}""")]
    [InlineData("""{"credsStore":"empty","auths":{"HOST":{"auth":"AUTH"}}}""")]
    [InlineData("""{"credsStore":"broken","credHelpers":{"HOST":"test"}}""", true)]
    public async Task Mirror_DockerConfiguration_LogsIn(string config, bool isTargetOnly = false)
    {
        WriteHelper("test", $$"""{"ServerURL":"x","Username":"ops","Secret":"{{Password}}"}""");
        WriteHelper("empty", "credentials not found in native keychain", exitCode: 1);
        WriteConfig(isTargetOnly ? config.Replace("\"HOST\":\"test\"", $"\"HOST\":\"test\",\"{Source.Host}\":\"empty\"", StringComparison.Ordinal) : config);

        var call = await MirrorAsync();

        Expect(call, 0);
        Assert.NotNull(Target.Find("app", "v1"));
    }

    [Fact]
    public async Task Mirror_Helper_IsAskedOverItsStandardInput()
    {
        WriteHelper("test", $$"""{"Username":"ops","Secret":"{{Password}}"}""");
        WriteConfig("""{"credHelpers":{"HOST":"test"}}""");

        await MirrorAsync();

        Assert.Equal(["get", Target.Host], await File.ReadAllLinesAsync(Path.Combine(_folder, "asked-test"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("""{"credHelpers":{"HOST":"absent"}}""", "names the credential helper docker-credential-absent, which cannot be started: install it")]
    [InlineData("""{"credHelpers":{"HOST":"broken"}}""", "docker-credential-broken failed: run it by hand to see why")]
    [InlineData("""{"credHelpers":{"HOST":"chatty"}}""", "docker-credential-chatty printed something that is not JSON with Username and Secret.")]
    [InlineData("""{"credHelpers":{"HOST":"../evil"}}""", "\"../evil\" cannot be the name of a credential helper")]
    [InlineData("""{"auths":{"HOST":{"auth":"no base64 of PASSWORD"}}}""", ".auth is not user:password in base64: log in to the registry again.")]
    public async Task Mirror_CredentialsThatCannotBeHad_AreNamed(string config, string expected)
    {
        WriteHelper("broken", $"error: {Password}", exitCode: 3);
        WriteHelper("chatty", $"the password is {Password}");
        WriteConfig(config);

        var call = await MirrorAsync();

        Expect(call, 1);
        Assert.Contains($"sregym: Cannot copy {Source.Host}/app:v1 to {Target.Host}/app:v1: ", call.Error, StringComparison.Ordinal);
        Assert.Contains(expected, call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mirror_ConfigurationThatIsNoJson_IsAUsageError()
    {
        WriteConfig("{\n\"auths\": PASSWORD }");

        var call = await MirrorAsync();

        Expect(call, 2);
        Assert.Contains("config.json is not valid JSON (line 2): mend it, or log in again.", call.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"auths":{"HOST":{"identitytoken":"identity-t0k3n"}}}""")]
    [InlineData("""{"auths":{"HOST":{"registrytoken":"registry-t0k3n"}}}""")]
    [InlineData("""{"credHelpers":{"HOST":"token"}}""")]
    public async Task Mirror_Tokens_LogIn(string config)
    {
        await using var target = await InterceptedRegistry.StartAsync(TokenDoor.GuardAsync);
        WriteHelper("token", $$"""{"Username":"<token>","Secret":"{{TokenDoor.IdentityToken}}"}""");
        WriteConfig(config, target.Host);

        var call = await MirrorProcess.RunAsync(_folder, "", $"{Source.Host}/app:v1", $"{target.Host}/app");

        Expect(call, 0);
        Assert.NotNull(target.Find("app", "v1"));
    }

    [Fact]
    public async Task Mirror_PasswordFromStandardInput_IsForTheTarget()
    {
        var call = await MirrorAsync(Password + "\n", "--username", "ops", "--password-stdin");

        Expect(call, 0);
        Assert.NotNull(Target.Find("app", "v1"));
        Assert.All(Source.Requests, request => Assert.Null(request.Authorization));
    }

    [Fact]
    public async Task Mirror_CredentialsForTheSource_LeaveTheTargetToTheConfiguration()
    {
        await using var source = await InterceptedRegistry.StartAsync(users: s_users);
        await using var target = await InterceptedRegistry.StartAsync(
            users: HtpasswdFile.Parse(HtpasswdFile.FormatLine("dev", "another", "$2b$04$abcdefghijklmnopqrstuu")));
        await source.Connect(new RegistryCredentials("ops", Password)).PushImageAsync("app", "v1");
        WriteConfig("""{"auths":{"HOST":{"username":"dev","password":"another"}}}""", target.Host);

        var call = await MirrorProcess.RunAsync(
            _folder, Password, $"{source.Host}/app:v1", $"{target.Host}/app", "--username", "ops", "--password-stdin", "--credentials-for", "source");

        Expect(call, 0);
        Assert.NotNull(target.Find("app", "v1"));
    }

    [Fact]
    public async Task Mirror_CredentialsForBoth_AreForBoth()
    {
        await using var source = await InterceptedRegistry.StartAsync(users: s_users);
        await source.Connect(new RegistryCredentials("ops", Password)).PushImageAsync("app", "v1");

        var call = await MirrorProcess.RunAsync(
            _folder, Password, $"{source.Host}/app:v1", $"{Target.Host}/app", "--username", "ops", "--password-stdin", "--credentials-for", "both");

        Expect(call, 0);
        Assert.NotNull(Target.Find("app", "v1"));
    }

    [Fact]
    public async Task Mirror_WrongPassword_IsRefusedAndNotShown()
    {
        var call = await MirrorAsync(Password + "x", "--username", "ops", "--password-stdin", "--json");

        Expect(call, 1);
        Assert.Contains("does not accept these credentials: check user name and password.", call.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mirror_NoCredentials_SaysThatSomeAreWanted()
    {
        var call = await MirrorAsync();

        Expect(call, 1);
        Assert.Contains($"{Target.Host}/v2/app/manifests/v1: 401. The registry wants credentials: send some.", call.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--username", "ops")]
    [InlineData("--password-stdin")]
    public async Task Mirror_HalfOfTheCredentials_IsAUsageError(params string[] options)
    {
        var call = await MirrorAsync(Password, options);

        Expect(call, 2);
        Assert.Contains("--username and --password-stdin belong together: give both or none.", call.Error, StringComparison.Ordinal);
    }

    private Task<MirrorCall> MirrorAsync(string input = "", params string[] options) =>
        MirrorProcess.RunAsync(_folder, input, [$"{Source.Host}/app:v1", $"{Target.Host}/app", .. options]);

    private static void Expect(MirrorCall call, int exitCode)
    {
        Assert.True(call.ExitCode == exitCode, $"ended with {call.ExitCode}: {call.Error}{call.Output}");
        foreach (var secret in (string[])[Password, Encode(Password), TokenDoor.IdentityToken, TokenDoor.RegistryToken])
        {
            Assert.DoesNotContain(secret, call.Output + call.Error, StringComparison.Ordinal);
        }
    }

    private void WriteConfig(string config, string? host = null) => File.WriteAllText(
        Path.Combine(_folder, "config.json"),
        config.Replace("HOST", host ?? Target.Host, StringComparison.Ordinal).Replace("AUTH", Encode(Password), StringComparison.Ordinal)
            .Replace("PASSWORD", Password, StringComparison.Ordinal));

    // It notes what it was asked, and with which arguments.
    private void WriteHelper(string name, string answer, int exitCode = 0)
    {
        var file = Path.Combine(_folder, $"docker-credential-{name}");
        File.WriteAllText(file, $"""
            #!/bin/sh
            echo "$*" >"{_folder}/asked-{name}"
            cat >>"{_folder}/asked-{name}"
            echo '{answer}'
            exit {exitCode}

            """);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private static string Encode(string password) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"ops:{password}"));
}
