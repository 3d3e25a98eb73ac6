using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using SreGym.Contracts;
using SreGym.Contracts.Conductor.V1;
using SreGym.Recovery.Storage;

namespace SreGym.Recovery.Episodes;

/// <summary>Every episode's record, in SQLite. The only place results are kept.</summary>
/// <param name="folder">Folder of the databases.</param>
public sealed class EpisodeStore(string folder)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "conductor.db";

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS episodes (
            id TEXT PRIMARY KEY, state TEXT NOT NULL, started_at TEXT NOT NULL, record TEXT NOT NULL) STRICT;
        """;

    private static readonly JsonSerializerOptions s_json = new() { Converters = { new JsonStringEnumConverter() } };

    private readonly ServiceDatabase _database = new(folder, FileName, Schema);

    /// <summary>Writes a record down; it is durable when this returns.</summary>
    /// <exception cref="SreGymException">The file cannot be made, read or written.</exception>
    public void Save(EpisodeRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        _database.Run(connection =>
        {
            using var command = ServiceDatabase.Command(
                connection,
                """
                INSERT INTO episodes (id, state, started_at, record) VALUES ($id, $state, $started, $record)
                ON CONFLICT (id) DO UPDATE SET state = excluded.state, record = excluded.record
                """,
                ("$id", record.Spec.EpisodeId),
                ("$state", record.State.ToString()),
                ("$started", record.StartedAt.ToString("O", CultureInfo.InvariantCulture)),
                ("$record", JsonSerializer.Serialize(record, s_json)));
            return command.ExecuteNonQuery();
        });
    }

    /// <summary>The record; null when there is no such episode.</summary>
    public EpisodeRecord? Find(string episodeId) => Query("WHERE id = $value", episodeId).FirstOrDefault();

    /// <summary>Newest first.</summary>
    public IReadOnlyList<EpisodeRecord> List() => Query("WHERE id <> $value ORDER BY started_at DESC", "");

    /// <summary>Episodes that no process has brought to their end, which is their report.</summary>
    public IReadOnlyList<EpisodeRecord> ListUnfinished() => Query(
        $"""
        WHERE state = '{nameof(EpisodeState.Running)}'
        OR NOT EXISTS (SELECT 1 FROM json_each(record, '$.Stages') WHERE json_extract(value, '$.Stage') = $value)
        """,
        nameof(EpisodeStage.Report));

    /// <summary>Newest first: what still runs, or has left something that was not taken back.</summary>
    public IReadOnlyList<EpisodeRecord> ListHolding() =>
        [.. List().Where(record => record.State == EpisodeState.Running || record.Holdings.Count > 0 || record.Leftovers.Count > 0)];

    /// <summary>The right to run or recover an episode; null when a living process has it.</summary>
    public EpisodeLock? TryLock(string episodeId) => EpisodeLock.TryTake(folder, episodeId);

    private List<EpisodeRecord> Query(string where, string value) => _database.Run(connection =>
    {
        using var command = ServiceDatabase.Command(connection, "SELECT record FROM episodes " + where, ("$value", value));
        using var reader = command.ExecuteReader();
        var records = new List<EpisodeRecord>();
        while (reader.Read())
        {
            records.Add(JsonSerializer.Deserialize<EpisodeRecord>(reader.GetString(0), s_json)!);
        }

        return records;
    });
}
