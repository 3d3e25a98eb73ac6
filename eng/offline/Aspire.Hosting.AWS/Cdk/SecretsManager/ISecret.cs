namespace Amazon.CDK.AWS.SecretsManager;

public interface ISecret;
