namespace Amazon.CDK.AWS.SecretsManager;

public class SecretStringGenerator
{
    public double? PasswordLength { get; set; }

    public bool? ExcludePunctuation { get; set; }
}
