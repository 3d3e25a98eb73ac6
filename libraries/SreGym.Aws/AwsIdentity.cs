using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using SreGym.Aws.Signing;

namespace SreGym.Aws;

/// <summary>The AWS identity of this process, found as every AWS SDK finds it: environment, profile (keys,
/// single sign-on, a process, a role), web identity, container, instance.</summary>
internal static class AwsIdentity
{
    /// <summary>Its credentials, renewed by the SDK when they are about to expire.</summary>
    /// <exception cref="AwsCredentialsException">There are none, or they cannot be renewed.</exception>
    public static async Task<AwsKeys> GetKeysAsync()
    {
        try
        {
            var credentials = await DefaultAWSCredentialsIdentityResolver.GetCredentials().GetCredentialsAsync();
            return new AwsKeys(credentials.AccessKey, credentials.SecretKey, credentials.Token);
        }
        catch (Exception missing) when (missing is AmazonClientException or ProcessAWSCredentialException)
        {
            throw new AwsCredentialsException(missing);
        }
    }
}
