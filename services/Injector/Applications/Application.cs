using System.Text.Json.Nodes;
using SreGym.Problems.Applications;
using SreGym.Problems.Subjects;

namespace SreGym.Injector.Applications;

/// <summary>An application as it is deployed.</summary>
/// <param name="Profile">Its facts.</param>
/// <param name="Description">What a participant is told about it.</param>
/// <param name="Manifests">Its objects, in the order in which they are created.</param>
internal sealed record Application(ApplicationProfile Profile, string Description, IReadOnlyList<JsonObject> Manifests)
{
    public IReadOnlyList<string> Deployments =>
        [.. Manifests.Where(manifest => manifest.Text("kind") == "Deployment").Select(manifest => manifest.Name())];
}
