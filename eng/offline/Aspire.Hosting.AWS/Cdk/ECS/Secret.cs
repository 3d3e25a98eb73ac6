using Amazon.CDK.AWS.SecretsManager;

namespace Amazon.CDK.AWS.ECS;

public class Secret
{
    public static Secret FromSecretsManager(ISecret secret, string? field = null) => new();
}
