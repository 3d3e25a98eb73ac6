using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Grpc.Core;
using SreGym.Contracts;

namespace SreGym.ServiceDefaults.Subjects.Eks;

/// <summary>The AWS credentials of this process, found as every AWS SDK finds them: environment, profile, web identity, instance.</summary>
internal static class AwsIdentity
{
    /// <summary>Access key, secret key and session token; the last is empty for long-term credentials.</summary>
    /// <exception cref="SreGymException">There are none, or they cannot be renewed.</exception>
    public static async Task<(string AccessKey, string SecretKey, string SessionToken)> GetKeysAsync()
    {
        try
        {
            var credentials = await DefaultAWSCredentialsIdentityResolver.GetCredentials().GetCredentialsAsync();
            return (credentials.AccessKey, credentials.SecretKey, credentials.Token ?? "");
        }
        catch (AmazonClientException missing)
        {
            throw new SreGymException(
                StatusCode.FailedPrecondition,
                ErrorReasons.SubjectRefused,
                "There are no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or log in with 'aws sso login'.",
                missing);
        }
    }
}
