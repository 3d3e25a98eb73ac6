using Constructs;

namespace Amazon.CDK.AWS.Logs;

public class LogGroup(Construct scope, string id, LogGroupProps? props = null) : Construct, ILogGroup
{
    public override string ToString() => $"{scope}/{id}: {props}";
}
