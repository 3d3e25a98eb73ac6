using Microsoft.Extensions.Options;
using SreGym.Problems.Changes;
using SreGym.ServiceDefaults.Storage;

namespace SreGym.Injector.Ledger;

/// <summary>What every episode changed in its subject, in one SQLite file.</summary>
internal sealed class LedgerStore(IOptions<DataOptions> options, TimeProvider clock)
{
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

    private readonly ServiceDatabase _database = new(options.Value, "injector.db", Schema);

    /// <summary>The ledger of one episode.</summary>
    public IChangeLedger Open(string episodeId) => new EpisodeLedger(_database, episodeId, clock);
}
