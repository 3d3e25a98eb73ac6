using System.CommandLine;

namespace SreGym.Cli.Recovery;

/// <summary>The options that both commands have.</summary>
internal sealed class RecoveryOptions
{
    private readonly Option<string> _data = new("--data")
    {
        Description = "Folder of the services' databases: <artifacts>/data of the run.",
        DefaultValueFactory = _ => Path.Combine("artifacts", "data"),
    };

    private readonly Option<string?> _kubeconfig = new("--kubeconfig") { Description = "Where the cluster's kubeconfig is now; it must be the same cluster." };
    private readonly Option<string?> _context = new("--context") { Description = "Context that means the cluster now; it must be the same cluster." };
    private readonly Option<bool> _json = new("--json") { Description = "A JSON object a line instead of text." };

    public void AddTo(Command command)
    {
        command.Add(_data);
        command.Add(_kubeconfig);
        command.Add(_context);
        command.Add(_json);
    }

    public RecoverySettings Read(ParseResult parsed) => new()
    {
        Folder = Path.GetFullPath(parsed.GetRequiredValue(_data)),
        Kubeconfig = parsed.GetValue(_kubeconfig),
        Context = parsed.GetValue(_context),
        IsJson = parsed.GetValue(_json),
    };
}
