using Constructs;

namespace Amazon.CDK.AWS.SecretsManager;

public class Secret(Construct scope, string id, SecretProps? props = null) : Construct, ISecret
{
    public override string ToString() => $"{scope}/{id}: {props}";
}
