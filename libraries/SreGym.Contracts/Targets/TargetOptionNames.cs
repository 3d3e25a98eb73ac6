namespace SreGym.Contracts.Targets;

/// <summary>Options that targets take; the command line and the Conductor agree on these names.</summary>
public static class TargetOptionNames
{
    /// <summary>Path of a kubeconfig.</summary>
    public const string Kubeconfig = "kubeconfig";

    /// <summary>A context of that kubeconfig.</summary>
    public const string Context = "context";

    /// <summary><c>auto</c>, <c>empty-dir</c> or the name of a StorageClass.</summary>
    public const string Storage = "storage";

    /// <summary>Image of the private registry.</summary>
    public const string RegistryImage = "registry-image";

    /// <summary><c>auto</c>, <c>nodeport</c>, <c>clusterip</c> or <c>tls</c>.</summary>
    public const string RegistryExposure = "registry-exposure";

    /// <summary>What nodes call a registry that speaks TLS.</summary>
    public const string RegistryHost = "registry-host";

    /// <summary><c>nodeport</c>, <c>clusterip</c> or <c>loadbalancer</c>: how that name leads to it.</summary>
    public const string RegistryService = "registry-service";

    /// <summary>Path of the certificate that it serves, with its chain, in PEM.</summary>
    public const string RegistryCertificate = "registry-certificate";

    /// <summary>Path of that certificate's key.</summary>
    public const string RegistryCertificateKey = "registry-certificate-key";

    /// <summary>ARN of the certificate that a load balancer on AWS serves.</summary>
    public const string RegistryCertificateArn = "registry-certificate-arn";

    /// <summary><c>true</c>: nodes may be told where the registry is, as long as it exists.</summary>
    public const string ConfigureNodes = "configure-nodes";

    /// <summary><c>true</c>: nodes are kept from the public image's registry while the fault is in, where nothing else needs it.</summary>
    public const string BlockPublic = "block-public";

    /// <summary><c>from=to</c>, separated by commas: images to use instead of others.</summary>
    public const string Images = "images";

    /// <summary><c>host=address</c>, separated by commas: where the harness reads public images.</summary>
    public const string PublicMirrors = "public-mirrors";

    /// <summary><c>true</c>: use namespaces that exist already, and leave them when the episode ends.</summary>
    public const string AdoptNamespaces = "adopt-namespaces";

    /// <summary><c>auto</c>, <c>manifest</c> or a quantity: CPU request of the application's containers.</summary>
    public const string CpuRequest = "cpu-request";

    /// <summary>Name of a kind cluster that exists and is kept.</summary>
    public const string ClusterName = "cluster-name";

    /// <summary>Number of worker nodes.</summary>
    public const string Workers = "workers";

    /// <summary>Node image of a new kind cluster.</summary>
    public const string NodeImage = "node-image";

    /// <summary>Name of the SSM parameter that holds the kubeconfig of the cluster on AWS.</summary>
    public const string KubeconfigParameter = "kubeconfig-parameter";

    /// <summary>AWS region of the cluster.</summary>
    public const string Region = "region";

    /// <summary><c>direct</c> or <c>ssm</c>: how the API of a cluster on EC2 is reached.</summary>
    public const string AwsAccess = "aws-access";

    /// <summary>The instance that serves the API, for access by SSM.</summary>
    public const string Instance = "instance";

    /// <summary><c>eks:</c> and the name of an existing EKS cluster.</summary>
    public const string Cluster = "cluster";
}
