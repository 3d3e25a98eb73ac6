using System.Text;
using SreGym.Aws.Signing;

namespace SreGym.ServiceDefaults.Subjects.Eks;

/// <summary>
/// The bearer token that an EKS API server takes: a presigned <c>sts:GetCallerIdentity</c> that names the cluster, as
/// <c>aws eks get-token</c> and aws-iam-authenticator make it.
/// </summary>
internal static class EksToken
{
    private const string Prefix = "k8s-aws-v1.";
    private const string ClusterHeader = "x-k8s-aws-id";

    // The API server takes a token for 15 minutes from its time of signature, whatever this says.
    private static readonly TimeSpan s_lifetime = TimeSpan.FromSeconds(60);

    /// <param name="cluster">Name of the cluster.</param>
    /// <param name="region">Its region.</param>
    /// <param name="keys">Credentials of the identity that is to be authenticated.</param>
    /// <param name="now">Time of the signature.</param>
    public static string Create(string cluster, string region, AwsKeys keys, DateTimeOffset now)
    {
        var suffix = region.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn" : "amazonaws.com";
        var identity = new Uri($"https://sts.{region}.{suffix}/?Action=GetCallerIdentity&Version=2011-06-15");
        var headers = new Dictionary<string, string> { [ClusterHeader] = cluster };
        var url = new AwsSignature(region, "sts", keys, now).Presign(identity, headers, s_lifetime);
        return Prefix + Convert.ToBase64String(Encoding.UTF8.GetBytes(url.AbsoluteUri)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }
}
