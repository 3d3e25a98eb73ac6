using System.CommandLine;
using SreGym.AppHost.Aws;
using SreGym.Contracts.Participants;
using SreGym.Contracts.Targets;
using SreGym.Problems;

namespace SreGym.AppHost.Options;

/// <summary>The command line of <c>./run</c>.</summary>
internal sealed class RunCommandLine
{
    private const int DefaultPort = 8000;
    private const string PublishSwitch = "--operation";

    private readonly Option<bool> _once = new("--once") { Description = "End after one episode; exit 0 passed, 1 failed, 2 could not run." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Print what would be created in the cluster, create nothing, and end." };
    private readonly Option<string> _problem = new("--problem")
    {
        Description = "What goes wrong (see --list-problems).",
        DefaultValueFactory = _ => ProblemCatalogue.Ids[0],
    };

    private readonly Option<string> _target = new("--target")
    {
        Description = "Where: embedded, kubeconfig (a cluster that exists), kind, or aws (docs/targets.md, docs/aws.md).",
        DefaultValueFactory = _ => TargetNames.Default,
    };

    private readonly TargetCommandLine _targetOptions = new();
    private readonly AwsCommandLine _aws = new();

    private readonly Option<string> _agent = new("--agent")
    {
        Description = "Who repairs it: a built-in agent (see --list-agents), none, or a command line.",
        DefaultValueFactory = _ => BuiltInAgents.Default,
    };

    private readonly Option<long> _seed = new("--seed") { Description = "Decides every name and credential; 0 draws one." };
    private readonly Option<string> _rights = new("--rights")
    {
        Description = "The participant's rights: default or cluster-admin.",
        DefaultValueFactory = _ => "default",
    };

    private readonly Option<double> _workload = new("--workload")
    {
        Description = "Requests of users per second while the episode runs, drawn from the seed; 0 sends none.",
    };

    private readonly Option<string?> _services = new("--services") { Description = "Services that break: a comma-separated list, or all." };
    private readonly Option<string[]> _options = new("--option") { Description = "Another of the problem's options, as name=value; repeatable." };
    private readonly Option<int> _port = new("--port")
    {
        Description = "Port of /status, /get_app and /submit; 0 takes any free one.",
        DefaultValueFactory = _ => DefaultPort,
    };

    private readonly Option<string?> _artifacts = new("--artifacts") { Description = "Folder for reports and data [default: artifacts]." };
    private readonly Option<bool> _listProblems = new("--list-problems") { Description = "Print the problems' ids and exit." };
    private readonly Option<bool> _listAgents = new("--list-agents") { Description = "Print the agents' ids and exit." };
    private readonly RootCommand _command;

    private RunCommandLine()
    {
        _command = new RootCommand("Brings everything up and runs one incident on it.");
        Option[] options =
        [
            _once, _dryRun, _problem, _target, .. _targetOptions.All, .. _aws.All, _agent, _seed, _rights, _workload, _services, _options, _port, _artifacts, _listProblems, _listAgents,
        ];
        foreach (var option in options)
        {
            _command.Add(option);
        }
    }

    /// <summary>The options; null options mean that the process ends with the exit code at once.</summary>
    public static (RunOptions? Options, int ExitCode) Parse(string[] args)
    {
        // `aspire publish` and `aspire deploy` call with their own switches.
        if (args.Contains(PublishSwitch))
        {
            return (new RunOptions { Problem = ProblemCatalogue.Ids[0], HostArguments = args }, ExitCodes.Passed);
        }

        return new RunCommandLine().Read(args);
    }

    private (RunOptions? Options, int ExitCode) Read(string[] args)
    {
        var (own, host) = SplitHostArguments(args);
        var parsed = _command.Parse(own);
        if (parsed.Errors.Count > 0)
        {
            return (null, ExitCodes.Refuse($"{string.Join(' ', parsed.Errors.Select(error => error.Message))} See ./run --help."));
        }

        if (parsed.Action is not null)
        {
            return (null, parsed.Invoke());
        }

        if (parsed.GetValue(_listProblems) || parsed.GetValue(_listAgents))
        {
            var ids = parsed.GetValue(_listProblems) ? ProblemCatalogue.Ids : BuiltInAgents.All.Select(agent => agent.Id);
            Console.Out.WriteLine(string.Join(Environment.NewLine, ids));
            return (null, ExitCodes.Passed);
        }

        try
        {
            var options = Bind(parsed) with { HostArguments = DashboardArguments.Complete(host) };
            return RunOptionsValidator.FindMistake(options) is { } mistake ? (null, ExitCodes.Refuse(mistake)) : (options, ExitCodes.Passed);
        }
        catch (FormatException mistake)
        {
            return (null, ExitCodes.Refuse(mistake.Message));
        }
    }

    private RunOptions Bind(ParseResult parsed)
    {
        var chosen = new Dictionary<string, string>();
        foreach (var option in parsed.GetValue(_options) ?? [])
        {
            var parts = option.Split('=', 2);
            chosen[parts[0]] = parts.Length == 2
                ? parts[1]
                : throw new FormatException($"--option '{option}' is not name=value, e.g. --option decoys=4.");
        }

        if (parsed.GetValue(_services) is { } services)
        {
            chosen["services"] = services;
        }

        var aws = _aws.Read(parsed);
        return new RunOptions
        {
            Once = parsed.GetValue(_once) || parsed.GetValue(_dryRun),
            DryRun = parsed.GetValue(_dryRun),
            Problem = parsed.GetValue(_problem)!,
            Target = parsed.GetValue(_target)!,
            TargetOptions = WithAws(_targetOptions.Read(parsed), aws),
            Aws = aws,
            Agent = parsed.GetValue(_agent)!,
            Seed = parsed.GetValue(_seed),
            Rights = parsed.GetValue(_rights)!,
            Workload = parsed.GetValue(_workload),
            ProblemOptions = chosen,
            Port = parsed.GetValue(_port) is var port and not 0 ? port : null,
            Artifacts = parsed.GetValue(_artifacts),
        };
    }

    // What the Conductor must know of them.
    private static Dictionary<string, string> WithAws(IReadOnlyDictionary<string, string> chosen, AwsSettings aws)
    {
        var all = chosen.ToDictionary();
        if (aws.Region is not null)
        {
            all[TargetOptionNames.Region] = aws.Region;
        }

        if (aws.Cluster is not null)
        {
            all[TargetOptionNames.Cluster] = aws.Cluster;
        }

        if (aws.IsBySsm)
        {
            all[TargetOptionNames.AwsAccess] = "ssm";
        }

        return all;
    }

    // Configuration keys (--Parameters:name=value) are the host's; so is everything after "--".
    private static (string[] Own, string[] Host) SplitHostArguments(string[] args)
    {
        var separator = Array.IndexOf(args, "--");
        var before = separator < 0 ? args : args[..separator];
        string[] after = separator < 0 ? [] : args[(separator + 1)..];
        return ([.. before.Where(argument => !IsSetting(argument))], [.. before.Where(IsSetting), .. after]);
    }

    private static bool IsSetting(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal)
        && argument.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
        && argument.IndexOf('=', StringComparison.Ordinal) > colon;
}
