using k8s;
using k8s.Models;
using SreGym.TestingHost;

namespace SreGym.Standalone.Tests.Images;

/// <summary>The manifest and the image have to agree with each other.</summary>
[Collection(ImageCollection.Name)]
public sealed class DeploymentTests
{
    private readonly PublishedImage _image;

    public DeploymentTests(PublishedImage image)
    {
        Assert.SkipWhen(image.WhyNot is not null, $"The image cannot be published here: {image.WhyNot}.");
        _image = image;
    }

    public static string Path => System.IO.Path.Combine(RepositoryFolder.Root, "services", "Standalone", "deployment.yaml");

    [Fact]
    public void Deployment_UserAndGroup_AreTheImages()
    {
        var security = Read().Spec.Template.Spec.SecurityContext;

        Assert.Equal(_image.Defaults.User, $"{security.RunAsUser}");
        Assert.Equal(_image.Defaults.User, $"{security.RunAsGroup}");
        Assert.Equal(_image.Defaults.User, $"{security.FsGroup}");
    }

    [Fact]
    public void Deployment_EveryPlaceTheImageWritesTo_IsMounted()
    {
        var container = Assert.Single(Read().Spec.Template.Spec.Containers);
        var written = _image.Defaults.Env!.Where(variable => variable.StartsWith("Data__", StringComparison.Ordinal)
                || variable.StartsWith("Artifacts__", StringComparison.Ordinal))
            .Select(variable => variable.Split('=')[1])
            .Append("/tmp");

        Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
        Assert.All(written, path => Assert.Contains(container.VolumeMounts, mount => path == mount.MountPath || path.StartsWith(mount.MountPath + "/", StringComparison.Ordinal)));
    }

    [Fact]
    public void Deployment_TagAndPort_AreTheImages()
    {
        var container = Assert.Single(Read().Spec.Template.Spec.Containers);

        Assert.Equal($"sregym:{_image.Defaults.Labels!["org.opencontainers.image.version"]}", container.Image);
        Assert.Contains($"{Assert.Single(container.Ports).ContainerPort}/tcp", _image.Defaults.ExposedPorts!.Keys);
    }

    private static V1Deployment Read() => KubernetesYaml.LoadAllFromString(File.ReadAllText(Path)).OfType<V1Deployment>().Single();
}
