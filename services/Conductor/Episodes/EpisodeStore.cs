using System.Text.Json;
using System.Text.Json.Serialization;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using SreGym.Conductor.Storage;
using SreGym.Contracts;
using SreGym.Contracts.Conductor.V1;

namespace SreGym.Conductor.Episodes;

/// <summary>Every episode's record, in SQLite. The only place results are kept.</summary>
internal sealed class EpisodeStore
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly JsonSerializerOptions s_json = new() { Converters = { new JsonStringEnumConverter() } };

    private readonly string _connection;

    public EpisodeStore(Folders folders)
    {
        var path = Path.Combine(folders.Data, "conductor.db");
        _connection = new SqliteConnectionStringBuilder { DataSource = path }.ToString();
        Run(() =>
        {
            CreatePrivate(path);
            using var connection = Open();
            Execute(connection, "PRAGMA journal_mode=WAL");
            Execute(connection, """
                CREATE TABLE IF NOT EXISTS episodes (
                    id TEXT PRIMARY KEY, state TEXT NOT NULL, started_at TEXT NOT NULL, record TEXT NOT NULL) STRICT
                """);
        });
    }

    public void Save(EpisodeRecord record) => Run(() =>
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO episodes (id, state, started_at, record) VALUES ($id, $state, $started, $record)
            ON CONFLICT (id) DO UPDATE SET state = excluded.state, record = excluded.record
            """;
        command.Parameters.AddWithValue("$id", record.Spec.EpisodeId);
        command.Parameters.AddWithValue("$state", record.State.ToString());
        command.Parameters.AddWithValue("$started", record.StartedAt.ToString("O"));
        command.Parameters.AddWithValue("$record", JsonSerializer.Serialize(record, s_json));
        command.ExecuteNonQuery();
    });

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

    private List<EpisodeRecord> Query(string where, string value)
    {
        var records = new List<EpisodeRecord>();
        Run(() =>
        {
            using var connection = Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT record FROM episodes " + where;
            command.Parameters.AddWithValue("$value", value);
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                records.Add(JsonSerializer.Deserialize<EpisodeRecord>(reader.GetString(0), s_json)!);
            }
        });
        return records;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connection);
        connection.Open();
        return connection;
    }

    private static void CreatePrivate(string path)
    {
        var creation = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            creation.UnixCreateMode = OwnerFile;
        }

        using var file = new FileStream(path, creation);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private void Run(Action work)
    {
        try
        {
            work();
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new SreGymException(
                StatusCode.Internal,
                ErrorReasons.StorageFailed,
                $"The episodes' database could not be used ({error.Message}): make the folder of {_connection} writable and free some space.",
                error);
        }
    }
}
