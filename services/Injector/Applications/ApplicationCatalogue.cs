using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.Extensions.Options;
using SreGym.Contracts;
using SreGym.Problems.Applications;
using SreGym.Problems.Subjects;

namespace SreGym.Injector.Applications;

/// <summary>The applications that can be deployed; their manifests are embedded files, read when they are first needed.</summary>
internal sealed class ApplicationCatalogue(IOptions<InjectorOptions> options)
{
    private const string Folder = "HotelReservation/";

    private const string Description =
        "The hotel-reservation application of the DeathStarBench suite: a frontend that lets users search for hotels, get recommendations, "
        + "log in and make reservations. Eight Go services talk gRPC and find each other through Consul; MongoDB keeps their data, "
        + "memcached caches it, Jaeger collects traces.";

    private static readonly string[] s_order = ["Namespace", "ConfigMap", "PersistentVolumeClaim", "Service", "Deployment"];

    private readonly ConcurrentDictionary<string, Application> _applications = new(StringComparer.Ordinal);

    /// <exception cref="SreGymException">There is none of that name.</exception>
    public Application Get(string name) => name == HotelReservation.Profile.Name
        ? _applications.GetOrAdd(name, _ => Load())
        : throw new SreGymException(
            StatusCode.NotFound,
            ErrorReasons.InvalidArgument,
            $"There is no application '{name}'. There is: {HotelReservation.Profile.Name}.");

    private Application Load()
    {
        var assembly = typeof(ApplicationCatalogue).Assembly;
        var manifests = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .SelectMany(name =>
            {
                using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return ManifestReader.ReadAll(text).ToList();
            })
            .OrderBy(manifest => Array.IndexOf(s_order, manifest.Text("kind")))
            .ToList();
        foreach (var container in manifests.SelectMany(manifest => manifest.Items("spec", "template", "spec", "containers")))
        {
            container["image"] = options.Value.Resolve(container.Text("image")!);
        }

        return new Application(HotelReservation.Profile, Description, manifests);
    }
}
