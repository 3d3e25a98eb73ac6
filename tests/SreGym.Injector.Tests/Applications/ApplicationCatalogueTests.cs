using Microsoft.Extensions.Options;
using SreGym.Contracts;
using SreGym.Injector.Applications;
using SreGym.Problems.Applications;
using SreGym.Problems.Subjects;

namespace SreGym.Injector.Tests.Applications;

public sealed class ApplicationCatalogueTests
{
    [Fact]
    public void HotelReservation_Manifests_AreTheWholeApplication()
    {
        var application = Load();

        var kinds = application.Manifests.CountBy(manifest => manifest.Text("kind")!).ToDictionary(count => count.Key, count => count.Value);

        Assert.Equal(
            new Dictionary<string, int>
            {
                ["Namespace"] = 1,
                ["ConfigMap"] = 2,
                ["PersistentVolumeClaim"] = 6,
                ["Service"] = 20,
                ["Deployment"] = 19,
            },
            kinds);
        Assert.Equal("Namespace", application.Manifests[0].Text("kind"));
        Assert.Superset(HotelReservation.Profile.Services.ToHashSet(), application.Deployments.ToHashSet());
    }

    [Fact]
    public void HotelReservation_Deployments_AreAsTheSuiteShipsThem()
    {
        var deployments = Load().Manifests.Where(manifest => manifest.Text("kind") == "Deployment").ToList();

        Assert.All(deployments, deployment =>
        {
            var pod = deployment.At("spec", "template", "spec")!;
            var container = Assert.Single(pod.Items("containers"));
            Assert.Equal(deployment.Name(), deployment.Text("spec", "selector", "matchLabels", "io.kompose.service"));
            Assert.Equal(1, deployment.Number("spec", "replicas"));
            Assert.Null(pod.At("imagePullSecrets"));
            Assert.Null(container.At("readinessProbe"));
            Assert.Null(container.At("livenessProbe"));
            Assert.Equal("100m", container.Text("resources", "requests", "cpu"));
            Assert.Equal("IfNotPresent", container.Text("imagePullPolicy"));
        });
    }

    [Fact]
    public void HotelReservation_Services_SelectADeployment()
    {
        var application = Load();

        Assert.All(
            application.Manifests.Where(manifest => manifest.Text("kind") == "Service"),
            service => Assert.Contains(service.Text("spec", "selector", "io.kompose.service"), application.Deployments));
    }

    [Fact]
    public void Manifests_ReplacedImage_IsUsedEverywhere()
    {
        var options = new InjectorOptions { Images = { new ImageReplacement { From = "mongo:4.4.6", To = "mirror.example/mongo:4.4.6" } } };

        var images = Load(options).Manifests.SelectMany(manifest => manifest.Items("spec", "template", "spec", "containers"))
            .Select(container => container.Text("image"))
            .ToList();

        Assert.Equal(6, images.Count(image => image == "mirror.example/mongo:4.4.6"));
        Assert.DoesNotContain("mongo:4.4.6", images);
    }

    [Fact]
    public void Get_UnknownApplication_SaysWhichThereAre()
    {
        var error = Assert.Throws<SreGymException>(() => new ApplicationCatalogue(Options.Create(new InjectorOptions())).Get("payments"));

        Assert.Contains("hotel-reservation", error.Message, StringComparison.Ordinal);
    }

    private static Application Load(InjectorOptions? options = null) =>
        new ApplicationCatalogue(Options.Create(options ?? new InjectorOptions())).Get("hotel-reservation");
}
