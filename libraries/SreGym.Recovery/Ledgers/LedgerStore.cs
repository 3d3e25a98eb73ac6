using SreGym.Problems.Changes;
using SreGym.Recovery.Storage;

namespace SreGym.Recovery.Ledgers;

/// <summary>What every episode changed in its subject, in one SQLite file.</summary>
/// <param name="folder">Folder of the databases.</param>
/// <param name="clock">Clock of the lines.</param>
public sealed class LedgerStore(string folder, TimeProvider clock)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "injector.db";

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS changes (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            episode TEXT NOT NULL,
            phase TEXT NOT NULL,
            verb TEXT NOT NULL,
            api_version TEXT NOT NULL,
            kind TEXT NOT NULL,
            namespace TEXT,
            name TEXT NOT NULL,
            state TEXT NOT NULL,
            previous TEXT,
            applied TEXT,
            intended_at TEXT NOT NULL,
            updated_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX IF NOT EXISTS changes_by_episode ON changes (episode, state, id);
        """;

    private readonly ServiceDatabase _database = new(folder, FileName, Schema);

    /// <summary>The ledger of one episode.</summary>
    public IChangeLedger Open(string episodeId) => new EpisodeLedger(_database, episodeId, clock);
}
