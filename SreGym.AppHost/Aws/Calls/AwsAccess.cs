using SreGym.Aws.Signing;

namespace SreGym.AppHost.Aws.Calls;

/// <summary>Who calls, and where.</summary>
internal sealed record AwsAccess(string Region, string AccessKeyId, string SecretAccessKey, string? SessionToken, Uri? Endpoint)
{
    private const string NoCredentials =
        "AWS: no credentials; give --profile, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or log in with 'aws sso login'.";

    /// <summary>Finds region and credentials as AWS's own tools do; null with the one line that says what is missing.</summary>
    public static (AwsAccess? Access, string? Obstacle) Find(string? region, string? profile)
    {
        profile ??= Variable("AWS_PROFILE") ?? Variable("AWS_DEFAULT_PROFILE");
        var files = AwsProfileFiles.Read(profile ?? "default");
        if (profile is not null and not "default" && files.Count == 0)
        {
            return (null, $"AWS: there is no profile '{profile}'; give one of 'aws configure list-profiles', or make it with 'aws configure --profile {profile}'.");
        }

        region ??= Variable("AWS_REGION") ?? Variable("AWS_DEFAULT_REGION") ?? files.GetValueOrDefault("region");
        if (region is null)
        {
            return (null, "AWS: no region; give --region <name>, or set AWS_REGION or the profile's region.");
        }

        if (Variable("AWS_ENDPOINT_URL") is { } url && !Uri.TryCreate(url, UriKind.Absolute, out _))
        {
            return (null, $"AWS: AWS_ENDPOINT_URL '{url}' is no address; give one such as http://127.0.0.1:5566, or unset it.");
        }

        var endpoint = Variable("AWS_ENDPOINT_URL") is { } address ? new Uri(address) : null;
        var (keys, reason) = ReadKeys(profile, files) is { } own ? (own, null) : AwsCommand.ExportKeys(profile);
        return keys is null
            ? (null, reason is null ? NoCredentials : $"{NoCredentials} The command 'aws' says: {reason}")
            : (new AwsAccess(region, keys.AccessKey, keys.SecretKey, keys.SessionToken, endpoint), null);
    }

    /// <summary>What requests are signed with.</summary>
    public AwsKeys Keys => new(AccessKeyId, SecretAccessKey, SessionToken);

    /// <summary>Keeps keys out of whatever prints this.</summary>
    public override string ToString() => $"AWS access in {Region}";

    private static AwsKeys? ReadKeys(string? profile, IReadOnlyDictionary<string, string> files)
    {
        if (profile is null && Variable("AWS_ACCESS_KEY_ID") is { } id && Variable("AWS_SECRET_ACCESS_KEY") is { } secret)
        {
            return new AwsKeys(id, secret, Variable("AWS_SESSION_TOKEN"));
        }

        return files.TryGetValue("aws_access_key_id", out var fileId) && files.TryGetValue("aws_secret_access_key", out var fileSecret)
            ? new AwsKeys(fileId, fileSecret, files.GetValueOrDefault("aws_session_token"))
            : null;
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
