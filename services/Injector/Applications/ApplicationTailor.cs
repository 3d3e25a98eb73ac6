using System.Text.Json.Nodes;
using SreGym.Contracts.Common.V1;
using SreGym.Problems.Subjects;

namespace SreGym.Injector.Applications;

/// <summary>Fits an application to the cluster it is deployed to: other images, other volumes, smaller requests.</summary>
internal static class ApplicationTailor
{
    /// <summary>The application as this subject takes it; the one given stays as it is.</summary>
    public static Application Fit(Application application, SubjectSettings? settings)
    {
        if (settings is null)
        {
            return application;
        }

        var manifests = application.Manifests.Select(manifest => manifest.Copy()).ToList();
        foreach (var pod in manifests.Select(manifest => manifest.At("spec", "template", "spec")).OfType<JsonObject>())
        {
            foreach (var container in pod.Items("containers"))
            {
                container["image"] = Resolve(settings, container.Text("image")!);
                if (settings.CpuRequest.Length > 0 && container.At("resources", "requests") is JsonObject requests)
                {
                    requests["cpu"] = settings.CpuRequest;
                }
            }

            if (settings.EmptyDirVolumes)
            {
                UseEmptyDirectories(pod);
            }
        }

        foreach (var claim in manifests.Where(IsClaim).Where(_ => settings.StorageClass.Length > 0))
        {
            claim["spec"]!["storageClassName"] = settings.StorageClass;
        }

        return application with { Manifests = [.. manifests.Where(manifest => !(settings.EmptyDirVolumes && IsClaim(manifest)))] };
    }

    /// <summary>The image to use for a reference.</summary>
    public static string Resolve(SubjectSettings? settings, string image) =>
        settings?.Images.TryGetValue(image, out var replacement) == true ? replacement : image;

    private static bool IsClaim(JsonObject manifest) => manifest.Text("kind") == "PersistentVolumeClaim";

    private static void UseEmptyDirectories(JsonObject pod)
    {
        foreach (var volume in pod.Items("volumes").Where(volume => volume.ContainsKey("persistentVolumeClaim")))
        {
            volume.Remove("persistentVolumeClaim");
            volume["emptyDir"] = new JsonObject();
        }
    }
}
