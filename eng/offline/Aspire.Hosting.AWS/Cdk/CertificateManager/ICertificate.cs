namespace Amazon.CDK.AWS.CertificateManager;

public interface ICertificate;
