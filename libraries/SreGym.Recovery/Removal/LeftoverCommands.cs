using SreGym.Problems.Changes;
using SreGym.Problems.Subjects;
using SreGym.Recovery.Clusters;

namespace SreGym.Recovery.Removal;

/// <summary>What an operator types to take back by hand what a recovery could not.</summary>
/// <param name="source">Where the cluster's kubeconfig is; null when it is in no file.</param>
public sealed class LeftoverCommands(KubeconfigDocument? source)
{
    private readonly string _kubectl = source is null ? "kubectl" : $"kubectl --kubeconfig {Quote(source.Path)} --context {Quote(source.Context)}";

    /// <summary>The command for one line of the ledger.</summary>
    public string For(Change change)
    {
        ArgumentNullException.ThrowIfNull(change);
        // What was there before is put back by an edit; the ledger holds how it was.
        return change.Verb == ChangeVerb.Create ? Delete(change.Key) : $"{_kubectl} edit {Name(change.Key)}";
    }

    /// <summary>The command that deletes an object.</summary>
    public string Delete(ObjectKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return $"{_kubectl} delete {Name(key)}";
    }

    private static string Name(ObjectKey key) =>
        $"{key.Resource}/{key.Name}" + (key.Namespace is null ? "" : $" --namespace {key.Namespace}");

    private static string Quote(string text) => text.All(letter => char.IsAsciiLetterOrDigit(letter) || "/._-@:".Contains(letter, StringComparison.Ordinal))
        ? text
        : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
