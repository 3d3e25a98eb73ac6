using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using SreGym.Problems.Changes;
using SreGym.Problems.Subjects;
using SreGym.Recovery.Storage;

namespace SreGym.Recovery.Ledgers;

/// <summary>The lines of one episode. Lines that are undone stay, without the objects they held.</summary>
internal sealed class EpisodeLedger(ServiceDatabase database, string episodeId, TimeProvider clock) : IChangeLedger
{
    private const string Insert = """
        INSERT INTO changes (episode, phase, verb, api_version, kind, namespace, name, state, previous, intended_at, updated_at)
        VALUES ($episode, $phase, $verb, $apiVersion, $kind, $namespace, $name, 'Intended', $previous, $now, $now)
        RETURNING id
        """;

    private const string Select = """
        SELECT id, phase, verb, api_version, kind, namespace, name, state, previous, applied
        FROM changes WHERE episode = $episode AND state <> 'Undone' ORDER BY id
        """;

    public Change Intend(ChangePhase phase, ChangeVerb verb, ObjectKey key, JsonObject? previous) => database.Run(connection =>
    {
        using var command = ServiceDatabase.Command(
            connection,
            Insert,
            ("$episode", episodeId),
            ("$phase", phase.ToString()),
            ("$verb", verb.ToString()),
            ("$apiVersion", key.Resource.ApiVersion),
            ("$kind", key.Resource.Kind),
            ("$namespace", key.Namespace),
            ("$name", key.Name),
            ("$previous", previous?.ToJsonString()),
            ("$now", Now()));
        return new Change
        {
            Id = (long)command.ExecuteScalar()!,
            Phase = phase,
            Verb = verb,
            Key = key,
            State = ChangeState.Intended,
            Previous = previous,
        };
    });

    public void MarkDone(Change change, JsonObject? applied) => database.Run(connection =>
    {
        using var command = ServiceDatabase.Command(
            connection,
            "UPDATE changes SET state = 'Done', applied = $applied, updated_at = $now WHERE id = $id",
            ("$applied", applied?.ToJsonString()),
            ("$now", Now()),
            ("$id", change.Id));
        return command.ExecuteNonQuery();
    });

    public void MarkUndone(IReadOnlyCollection<Change> changes) => database.Run(connection => changes.Sum(change =>
    {
        using var command = ServiceDatabase.Command(
            connection,
            "UPDATE changes SET state = 'Undone', previous = NULL, applied = NULL, updated_at = $now WHERE id = $id",
            ("$now", Now()),
            ("$id", change.Id));
        return command.ExecuteNonQuery();
    }));

    public IReadOnlyList<Change> ListOpen() => database.Run(connection =>
    {
        using var command = ServiceDatabase.Command(connection, Select, ("$episode", episodeId));
        using var reader = command.ExecuteReader();
        var changes = new List<Change>();
        while (reader.Read())
        {
            changes.Add(Read(reader));
        }

        return changes;
    });

    private static Change Read(SqliteDataReader reader) => new()
    {
        Id = reader.GetInt64(0),
        Phase = Enum.Parse<ChangePhase>(reader.GetString(1)),
        Verb = Enum.Parse<ChangeVerb>(reader.GetString(2)),
        Key = new ObjectKey(
            KubernetesResources.Get(reader.GetString(3), reader.GetString(4)),
            reader.IsDBNull(5) ? null : reader.GetString(5),
            reader.GetString(6)),
        State = Enum.Parse<ChangeState>(reader.GetString(7)),
        Previous = ReadObject(reader, 8),
        Applied = ReadObject(reader, 9),
    };

    private static JsonObject? ReadObject(SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : JsonNode.Parse(reader.GetString(column)) as JsonObject;

    private string Now() => clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
}
