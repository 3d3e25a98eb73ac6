using System.Text;
using Grpc.Core;
using k8s;
using k8s.Authentication;
using k8s.Exceptions;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.ServiceDefaults.Subjects.Eks;
using SreGym.ServiceDefaults.Subjects.InCluster;

namespace SreGym.ServiceDefaults.Subjects;

/// <summary>Connects to the cluster under study.</summary>
public static class SubjectClient
{
    /// <summary>A client for the subject's API server. The caller disposes it.</summary>
    /// <param name="subject">The cluster.</param>
    /// <param name="patience">Sits out storms and short absences of the API server; null takes its first answer.</param>
    /// <exception cref="SreGymException">The subject has no usable kubeconfig.</exception>
    public static Kubernetes Connect(Subject subject, SubjectPatience? patience = null)
    {
        var configuration = Configure(subject);
        return patience is null ? new Kubernetes(configuration) : new Kubernetes(configuration, patience.CreateHandler());
    }

    /// <summary>What the subject's kubeconfig says, with the provider of its tokens where it holds none itself.</summary>
    /// <exception cref="SreGymException">The subject has no usable kubeconfig.</exception>
    public static KubernetesClientConfiguration Configure(Subject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (string.IsNullOrWhiteSpace(subject.Kubeconfig))
        {
            throw new SreGymException(
                StatusCode.InvalidArgument, ErrorReasons.InvalidArgument, "subject.kubeconfig is empty: send the administrator's kubeconfig.");
        }

        try
        {
            using var yaml = new MemoryStream(Encoding.UTF8.GetBytes(subject.Kubeconfig));
            var kubeconfig = KubernetesClientConfiguration.LoadKubeConfig(yaml);
            var tokens = EksCluster.TakeProvider(kubeconfig) ?? (ITokenProvider?)InClusterKubeconfig.TakeProvider(kubeconfig);
            var configuration = KubernetesClientConfiguration.BuildConfigFromConfigObject(kubeconfig);
            if (tokens is not null)
            {
                configuration.AccessToken = null;
                configuration.TokenProvider = tokens;
            }

            return configuration;
        }
        catch (Exception error) when (error is KubeConfigException or YamlDotNet.Core.YamlException)
        {
            throw new SreGymException(
                StatusCode.InvalidArgument,
                ErrorReasons.InvalidArgument,
                $"subject.kubeconfig is not a kubeconfig ({error.GetType().Name}): send one with a current context, a server and a user.",
                error);
        }
    }
}
