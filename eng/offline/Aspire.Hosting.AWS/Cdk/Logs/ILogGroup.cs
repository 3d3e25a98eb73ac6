namespace Amazon.CDK.AWS.Logs;

public interface ILogGroup;
