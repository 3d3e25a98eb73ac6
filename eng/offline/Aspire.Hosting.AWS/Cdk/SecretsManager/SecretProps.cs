namespace Amazon.CDK.AWS.SecretsManager;

public class SecretProps
{
    public string? Description { get; set; }

    public SecretStringGenerator? GenerateSecretString { get; set; }
}
