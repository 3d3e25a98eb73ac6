namespace Aspire.Hosting.AWS.CloudFormation;

public interface ICloudFormationTemplateResource : ICloudFormationResource;
