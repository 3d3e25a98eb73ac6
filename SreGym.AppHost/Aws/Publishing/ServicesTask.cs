using Amazon.CDK;
using Amazon.CDK.AWS.CertificateManager;
using Amazon.CDK.AWS.ECS;
using Amazon.CDK.AWS.ECS.Patterns;
using Amazon.CDK.AWS.ElasticLoadBalancingV2;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Logs;
using Amazon.CDK.AWS.SecretsManager;
using HealthCheck = Amazon.CDK.AWS.ElasticLoadBalancingV2.HealthCheck;
using Secret = Amazon.CDK.AWS.SecretsManager.Secret;
using TaskSecret = Amazon.CDK.AWS.ECS.Secret;

namespace SreGym.AppHost.Aws.Publishing;

/// <summary>The task of <c>services/Standalone</c> on Fargate and its load balancer, in terms of the CDK.</summary>
/// <param name="certificateArn">Certificate of the load balancer.</param>
/// <param name="otlpEndpoint">Default of the stack's parameter; empty is no telemetry.</param>
internal sealed class ServicesTask(string certificateArn, string otlpEndpoint)
{
    /// <summary>The harness's listener; nothing else is reached from outside.</summary>
    public const int Port = 8080;

    // User "app" of the .NET images: memory file systems belong to root unless told otherwise.
    private const string Owner = "1654";

    /// <summary>The container: its token from Secrets Manager, its log, where telemetry goes.</summary>
    public void Describe(Stack stack, ApplicationLoadBalancedTaskImageOptions image)
    {
        var token = new Secret(stack, "HarnessToken", new SecretProps
        {
            Description = "Opens /episodes of the services.",
            GenerateSecretString = new SecretStringGenerator { PasswordLength = 64, ExcludePunctuation = true },
        });
        var telemetry = new CfnParameter(stack, "OtlpEndpoint", new CfnParameterProps
        {
            Type = "String",
            Default = otlpEndpoint,
            Description = "Where traces, metrics and logs go by OTLP over gRPC; empty is nowhere.",
        });
        var log = new LogGroup(stack, "Log", new LogGroupProps { Retention = RetentionDays.ONE_MONTH, RemovalPolicy = RemovalPolicy.DESTROY });

        image.ContainerPort = Port;
        image.LogDriver = LogDriver.AwsLogs(new AwsLogDriverProps { StreamPrefix = "services", LogGroup = log });
        image.Secrets = new Dictionary<string, TaskSecret> { ["Harness__Token"] = TaskSecret.FromSecretsManager(token) };
        image.Environment ??= new Dictionary<string, string>();
        image.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = telemetry.ValueAsString;
    }

    /// <summary>One task, as an episode lives in one process, and TLS at the load balancer.</summary>
    public void Describe(Stack stack, ApplicationLoadBalancedFargateServiceProps service)
    {
        service.DesiredCount = 1;
        service.MinHealthyPercent = 0;
        service.MaxHealthyPercent = 100;
        service.Cpu = 1024;
        service.MemoryLimitMiB = 4096;
        service.Protocol = ApplicationProtocol.HTTPS;
        service.ListenerPort = 443;
        service.RedirectHTTP = true;
        service.Certificate = Certificate.FromCertificateArn(stack, "Certificate", certificateArn);
        service.CircuitBreaker = new DeploymentCircuitBreaker { Rollback = true };
    }

    /// <summary>Health, a read-only root file system, time to recover what is running, and what the task itself may ask of AWS.</summary>
    public static void Complete(ApplicationLoadBalancedFargateService service)
    {
        service.TargetGroup.ConfigureHealthCheck(new HealthCheck { Path = "/health", HealthyHttpCodes = "200" });

        // Nothing typed leads to these: the pattern makes the container by itself.
        var task = (CfnTaskDefinition)service.TaskDefinition.Node.DefaultChild!;
        task.AddPropertyOverride("ContainerDefinitions.0.ReadonlyRootFilesystem", true);
        task.AddPropertyOverride("ContainerDefinitions.0.StopTimeout", 120);
        task.AddPropertyOverride("ContainerDefinitions.0.LinuxParameters.InitProcessEnabled", true);
        task.AddPropertyOverride("ContainerDefinitions.0.LinuxParameters.Tmpfs", new object[] { Memory("/var/lib/sregym", 512), Memory("/tmp", 128) });

        service.TaskDefinition.AddToTaskRolePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Actions = ["ssm:GetParameter"],
            Resources = [$"arn:{Amazon.CDK.Aws.PARTITION}:ssm:{Amazon.CDK.Aws.REGION}:{Amazon.CDK.Aws.ACCOUNT_ID}:parameter/sregym/*"],
        }));
        service.TaskDefinition.AddToTaskRolePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Actions = ["eks:DescribeCluster", "cloudformation:DescribeStackEvents"],
            Resources = ["*"],
        }));
    }

    private static Dictionary<string, object> Memory(string path, int megabytes) => new()
    {
        ["ContainerPath"] = path,
        ["Size"] = megabytes,
        ["MountOptions"] = new object[] { "rw", "nosuid", "nodev", $"uid={Owner}", $"gid={Owner}", "mode=0700" },
    };
}
