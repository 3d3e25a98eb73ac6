using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SreGym.Cli.Tests.Mirror;

/// <summary>The identity that ECR is asked with, from profiles that hold no keys themselves.</summary>
public sealed class AwsProfileTests : IDisposable
{
    private const string Image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/x:y";
    // SHA-1 of the session's name, after which 'aws sso login' calls its file.
    private const string SessionDigest = "ee0bfd2552fbd840c02cc48b6e823320543c450f";

    private const string Secret = "pr1nted-s3cr3t";

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("aws-profile-");
    private readonly ConcurrentQueue<string> _identities = new();

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public async Task SingleSignOn_LoggedIn_ItsRoleAsks()
    {
        WriteSingleSignOn();
        Write(
            $".aws/sso/cache/{SessionDigest}.json",
            """{"startUrl":"https://corp.awsapps.com/start","region":"eu-west-1","accessToken":"at","expiresAt":"2099-01-01T00:00:00Z"}""");

        await RunAsync();

        Assert.Contains(_identities, identity => identity.Contains("Credential=ASIAOFTHEROLE/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SingleSignOn_NotLoggedIn_SaysHow()
    {
        WriteSingleSignOn();

        var call = await RunAsync();

        Assert.Contains("AWS profile 'work' gives no credentials", call.Error, StringComparison.Ordinal);
        Assert.Contains("aws sso login --profile work", call.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("assembly", call.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(_identities);
    }

    [Fact]
    public async Task Process_Works_ItsKeysAsk()
    {
        WriteProcess("""echo '{"Version":1,"AccessKeyId":"AKIAOFTHEPROCESS","SecretAccessKey":"k"}'""");

        await RunAsync();

        Assert.Contains(_identities, identity => identity.Contains("Credential=AKIAOFTHEPROCESS/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Process_Fails_SaysSoAndNotWhatItPrinted()
    {
        WriteProcess($"echo {Secret} >&2; exit 3");

        var call = await RunAsync();

        Assert.Contains("AWS profile 'work' gives no credentials: its credential_process fails", call.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, call.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", call.Error, StringComparison.Ordinal);
    }

    // Answers for single sign-on, and refuses everything else once it is known who asks.
    private async Task<MirrorCall> RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var aws = builder.Build();
        aws.Run(async context =>
        {
            if (context.Request.Path == "/federation/credentials")
            {
                await context.Response.WriteAsync(
                    """{"roleCredentials":{"accessKeyId":"ASIAOFTHEROLE","secretAccessKey":"k","sessionToken":"t","expiration":4070908800000}}""");
                return;
            }

            _identities.Enqueue(context.Request.Headers.Authorization.ToString());
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync("""{"__type":"AccessDeniedException","message":"no"}""");
        });
        await aws.StartAsync(TestContext.Current.CancellationToken);
        Dictionary<string, string?> environment = new()
        {
            ["HOME"] = _home.FullName,
            ["AWS_PROFILE"] = "work",
            ["AWS_ENDPOINT_URL"] = aws.Urls.Single(),
            ["AWS_EC2_METADATA_DISABLED"] = "true",
            ["AWS_ACCESS_KEY_ID"] = null,
            ["AWS_SECRET_ACCESS_KEY"] = null,
        };
        return await MirrorProcess.RunAsync(environment, "", Image, "127.0.0.1:9/x:y");
    }

    private void WriteSingleSignOn() => Write(
        ".aws/config",
        """
        [profile work]
        sso_session = corp
        sso_account_id = 123456789012
        sso_role_name = dev
        region = eu-west-1
        [sso-session corp]
        sso_start_url = https://corp.awsapps.com/start
        sso_region = eu-west-1
        sso_registration_scopes = sso:account:access
        """);

    private void WriteProcess(string script)
    {
        var path = Write("keys.sh", script);
        Write(".aws/config", $"[profile work]\nregion = eu-west-1\ncredential_process = /bin/sh {path}\n");
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_home.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text, Encoding.ASCII);
        return path;
    }
}
