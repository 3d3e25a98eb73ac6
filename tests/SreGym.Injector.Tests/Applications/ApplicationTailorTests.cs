using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using SreGym.Contracts.Common.V1;
using SreGym.Injector.Applications;
using SreGym.Problems.Subjects;

namespace SreGym.Injector.Tests.Applications;

public sealed class ApplicationTailorTests
{
    private readonly Application _application = new ApplicationCatalogue(Options.Create(new InjectorOptions())).Get("hotel-reservation");

    [Fact]
    public void Fit_NoSettings_ChangesNothing()
    {
        Assert.Same(_application, ApplicationTailor.Fit(_application, null));
    }

    [Fact]
    public void Fit_EmptyDirVolumes_LeavesNoClaimAndNoReferenceToOne()
    {
        var fitted = ApplicationTailor.Fit(_application, new SubjectSettings { EmptyDirVolumes = true });

        Assert.DoesNotContain(fitted.Manifests, manifest => manifest.Text("kind") == "PersistentVolumeClaim");
        Assert.DoesNotContain(Volumes(fitted), volume => volume.ContainsKey("persistentVolumeClaim"));
        Assert.Equal(6, Volumes(fitted).Count(volume => volume.ContainsKey("emptyDir")));
        Assert.Equal(6, Volumes(_application).Count(volume => volume.ContainsKey("persistentVolumeClaim")));
    }

    [Fact]
    public void Fit_StorageClass_IsOnEveryClaim()
    {
        var fitted = ApplicationTailor.Fit(_application, new SubjectSettings { StorageClass = "fast" });

        var claims = fitted.Manifests.Where(manifest => manifest.Text("kind") == "PersistentVolumeClaim").ToList();
        Assert.Equal(6, claims.Count);
        Assert.All(claims, claim => Assert.Equal("fast", claim.Text("spec", "storageClassName")));
    }

    [Fact]
    public void Fit_ImagesAndCpu_AreOnEveryContainerThatHasThem()
    {
        var fitted = ApplicationTailor.Fit(
            _application, new SubjectSettings { CpuRequest = "10m", Images = { ["mongo:4.4.6"] = "mirror.example/mongo:4.4.6" } });

        var containers = fitted.Manifests.SelectMany(manifest => manifest.Items("spec", "template", "spec", "containers")).ToList();
        Assert.All(containers, container => Assert.Equal("10m", container.Text("resources", "requests", "cpu")));
        Assert.Equal(6, containers.Count(container => container.Text("image") == "mirror.example/mongo:4.4.6"));
        Assert.DoesNotContain(containers, container => container.Text("image") == "mongo:4.4.6");
    }

    private static List<JsonObject> Volumes(Application application) =>
        [.. application.Manifests.SelectMany(manifest => manifest.Items("spec", "template", "spec", "volumes"))];
}
