namespace SreGym.Aws;

/// <summary>This process has no AWS credentials, or they cannot be renewed.</summary>
internal sealed class AwsCredentialsException(Exception inner) : Exception(
    "There are no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or log in with 'aws sso login'.", inner);
