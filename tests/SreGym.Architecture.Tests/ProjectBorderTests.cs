namespace SreGym.Architecture.Tests;

/// <summary>Which project may reference which (docs/architecture.md, table "Borders").</summary>
public sealed class ProjectBorderTests
{
    private static readonly string[] s_services =
        ["SreGym.Cluster", "SreGym.Gateway", "SreGym.RegistryMirror", "SreGym.Injector", "SreGym.Oracle", "SreGym.Conductor"];

    private static readonly string[] s_agents = ["SreGym.Agents.Reference", "SreGym.Agents.Scripted"];

    private static readonly Dictionary<string, string[]> s_allowed = new(StringComparer.Ordinal)
    {
        ["SreGym.AppHost"] = [.. s_services, "SreGym.Standalone", .. s_agents, "SreGym.Contracts", "SreGym.Problems"],
        ["SreGym.ServiceDefaults"] = ["SreGym.Contracts", "SreGym.Aws"],
        ["SreGym.Contracts"] = [],
        ["SreGym.Oci"] = [],
        ["SreGym.Aws"] = ["SreGym.Oci"],
        ["SreGym.Simulation"] = ["SreGym.Oci"],
        ["SreGym.Nodes"] = [],
        ["SreGym.Problems"] = ["SreGym.Nodes", "SreGym.Oci"],
        ["SreGym.Recovery"] = ["SreGym.Contracts", "SreGym.Oci", "SreGym.Problems"],
        ["SreGym.Cluster"] = ["SreGym.ServiceDefaults", "SreGym.Contracts", "SreGym.Simulation"],
        ["SreGym.RegistryMirror"] = ["SreGym.ServiceDefaults", "SreGym.Contracts", "SreGym.Oci", "SreGym.Aws", "SreGym.Nodes", "SreGym.Recovery"],
        ["SreGym.Injector"] = ["SreGym.ServiceDefaults", "SreGym.Contracts", "SreGym.Problems", "SreGym.Recovery"],
        ["SreGym.Oracle"] = ["SreGym.ServiceDefaults", "SreGym.Contracts", "SreGym.Problems", "SreGym.Oci", "SreGym.Recovery"],
        ["SreGym.Gateway"] = ["SreGym.ServiceDefaults", "SreGym.Contracts"],
        ["SreGym.Conductor"] = ["SreGym.ServiceDefaults", "SreGym.Contracts", "SreGym.Problems", "SreGym.Recovery"],
        ["SreGym.Standalone"] = [.. s_services, .. s_agents, "SreGym.ServiceDefaults"],
        ["SreGym.Cli"] = ["SreGym.Contracts", "SreGym.Oci", "SreGym.Aws", "SreGym.ServiceDefaults", "SreGym.Problems", "SreGym.Recovery"],
        ["SreGym.Agents.Reference"] = ["SreGym.Contracts"],
        ["SreGym.Agents.Scripted"] = ["SreGym.Contracts"],
    };

    public static TheoryData<string> Production => [.. s_allowed.Keys.Where(Repository.Projects.ContainsKey)];

    [Theory]
    [MemberData(nameof(Production))]
    public void Project_References_StayInsideItsBorder(string project)
    {
        var beyond = Repository.References(Repository.Projects[project]).Except(s_allowed[project]);

        Assert.Empty(beyond);
    }

    [Fact]
    public void Project_OutsideTestsAndTools_HasABorder()
    {
        var without = Repository.Projects
            .Where(project => !s_allowed.ContainsKey(project.Key))
            .Select(project => Repository.Relative(project.Value))
            .Where(path => !path.StartsWith("tests/", StringComparison.Ordinal)
                && !path.StartsWith("eng/", StringComparison.Ordinal)
                && !path.StartsWith("benchmarks/", StringComparison.Ordinal));

        Assert.Empty(without);
    }

    [Theory]
    [InlineData("SreGym.Gateway", "SreGym.Problems")]
    [InlineData("SreGym.Simulation", "SreGym.Problems")]
    [InlineData("SreGym.Simulation", "SreGym.Contracts")]
    [InlineData("SreGym.Cluster", "SreGym.Problems")]
    [InlineData("SreGym.Agents.Reference", "SreGym.Problems")]
    [InlineData("SreGym.Agents.Reference", "SreGym.ServiceDefaults")]
    public void Project_ByAnyPath_DoesNotReach(string project, string forbidden) =>
        Assert.DoesNotContain(forbidden, Repository.Closure(project));

    [Fact]
    public void Solution_EveryProject_IsListed()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, Repository.Solution)).Replace('\\', '/');

        var missing = Repository.Projects.Values.Select(Repository.Relative)
            .Where(path => !path.StartsWith("eng/", StringComparison.Ordinal))
            .Where(path => !solution.Contains(path, StringComparison.Ordinal));

        Assert.Empty(missing);
    }
}
