namespace SreGym.Aws.Signing;

/// <summary>The credentials of an AWS identity. Formatting it never shows the secrets.</summary>
/// <param name="AccessKey">Access key id.</param>
/// <param name="SecretKey">Secret access key.</param>
/// <param name="SessionToken">Session token; null for long-term credentials.</param>
internal sealed record AwsKeys(string AccessKey, string SecretKey, string? SessionToken)
{
    /// <inheritdoc />
    public override string ToString() => "AWS keys";
}
