using System.Text.Json.Nodes;
using SreGym.TestingHost.Processes;

namespace SreGym.EndToEnd.Tests;

/// <summary>A participant that only looks writes down what it sees; two such episodes are compared.</summary>
public sealed class SeedTests
{
    private static readonly string[] s_looks =
    [
        "secret registry-credentials -n platform-registry",
        "configmaps,deployments,replicasets,services,pods,events -n hotel-reservation",
    ];

    [Fact]
    public async Task Seed_Twice_GivesTheSameSubject_AnotherSeedAnotherOne()
    {
        Assert.SkipWhen(ToolProcess.Find("kubectl") is null, "kubectl is not installed: apt-get install kubernetes-client.");

        IReadOnlyList<JsonNode>[] subjects = [await LookAsync(7), await LookAsync(7), await LookAsync(8)];

        Assert.Equal(Names(subjects[0]), Names(subjects[1]));
        Assert.Equal(Credentials(subjects[0]), Credentials(subjects[1]));
        Assert.Equal(EventOrder(subjects[0]), EventOrder(subjects[1]));
        Assert.NotEqual(Names(subjects[0]), Names(subjects[2]));
        Assert.NotEqual(Credentials(subjects[0]), Credentials(subjects[2]));
    }

    private static async Task<IReadOnlyList<JsonNode>> LookAsync(int seed)
    {
        var folder = Directory.CreateTempSubdirectory("sregym-look-");
        try
        {
            var script = Path.Combine(folder.FullName, "look.sh");
            var commands = s_looks.Select((look, index) => $"kubectl get {look} -o json >{folder.FullName}/{index}.json");
            await File.WriteAllLinesAsync(script, ["set -e", .. commands]);
            await using var run = Run.Start("--once", "--seed", $"{seed}", "--agent", $"sh {script}");
            var exitCode = await run.WaitForExitAsync();

            Assert.True(exitCode == 1, run.Error);
            return
            [
                .. Enumerable.Range(0, s_looks.Length)
                    .Select(index => JsonNode.Parse(File.ReadAllText(Path.Combine(folder.FullName, $"{index}.json")))!)
                    .SelectMany(found => found["items"] is JsonArray items ? items.Select(item => item!) : [found]),
            ];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // A pod that is being replaced may or may not be gone yet.
    private static IReadOnlyList<string> Names(IEnumerable<JsonNode> subject) =>
    [
        .. subject
            .Where(item => Text(item, "kind") is not "Event" && item["metadata"]!["deletionTimestamp"] is null)
            .Select(item => $"{Text(item, "kind")} {item["metadata"]!["name"]} {item["metadata"]!["uid"]}")
            .Order(StringComparer.Ordinal),
    ];

    private static IReadOnlyList<string> Credentials(IEnumerable<JsonNode> subject) =>
        [.. subject.Where(item => Text(item, "kind") == "Secret").Select(item => item["data"]!.ToJsonString())];

    // What happens to different objects at the same moment is the machine's to order; what happens to one is the seed's. Whether
    // a pod pulls an image or finds it on its node depends on the other pods of that node; repeats come as often as there is time.
    private static IReadOnlyList<string> EventOrder(IEnumerable<JsonNode> subject) =>
    [
        .. subject
            .Where(item => Text(item, "kind") == "Event")
            .Where(item => Text(item, "reason") is not ("BackOff" or "Killing" or "Pulling" or "FailedToRetrieveImagePullSecret"))
            .GroupBy(item => $"{item["involvedObject"]!["kind"]} {item["involvedObject"]!["name"]}")
            .OrderBy(events => events.Key, StringComparer.Ordinal)
            .SelectMany(events => events
                .OrderBy(item => int.Parse(Text(item["metadata"]!, "resourceVersion"), System.Globalization.CultureInfo.InvariantCulture))
                .Select(item => $"{events.Key} {item["metadata"]!["name"]} {Text(item, "reason")}")),
    ];

    private static string Text(JsonNode item, string field) => (string?)item[field] ?? "";
}
