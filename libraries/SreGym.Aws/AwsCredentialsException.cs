using Amazon.Runtime;

namespace SreGym.Aws;

/// <summary>This process has no AWS credentials, or they cannot be renewed.</summary>
internal sealed class AwsCredentialsException(Exception inner) : Exception(Describe(inner), inner)
{
    private static string Describe(Exception inner) => Environment.GetEnvironmentVariable("AWS_PROFILE") is { Length: > 0 } profile
        ? $"AWS profile '{profile}' gives no credentials: {Explain(inner)} Log in with 'aws sso login --profile {profile}' if it uses single sign-on, or set "
            + "another AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        : "There are no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or log in with 'aws sso login'.";

    // What a process has printed may be anything, also a secret.
    private static string Explain(Exception inner) => inner is ProcessAWSCredentialException
        ? "its credential_process fails; run that by hand to see why."
        : $"{inner.Message.Split('\n')[0].Trim().TrimEnd('.')}.";
}
