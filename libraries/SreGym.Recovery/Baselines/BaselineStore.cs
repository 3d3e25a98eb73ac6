using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Grpc.Core;
using SreGym.Contracts;
using SreGym.Problems.Baselines;
using SreGym.Recovery.Storage;

namespace SreGym.Recovery.Baselines;

/// <summary>The baselines of episodes, compressed, in one SQLite file. They hold digests in place of secrets.</summary>
/// <param name="folder">Folder of the databases.</param>
/// <param name="clock">Clock of the captures.</param>
public sealed class BaselineStore(string folder, TimeProvider clock)
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS baselines (
            episode TEXT PRIMARY KEY, captured_at TEXT NOT NULL, objects BLOB NOT NULL) STRICT;
        """;

    private readonly ServiceDatabase _database = new(folder, "oracle.db", Schema);

    /// <summary>Keeps the episode's baseline, in place of an earlier one; the moment it was kept.</summary>
    public DateTimeOffset Save(string episodeId, Baseline baseline)
    {
        var now = clock.GetUtcNow();
        _database.Run(connection =>
        {
            using var command = ServiceDatabase.Command(
                connection,
                """
                INSERT INTO baselines (episode, captured_at, objects) VALUES ($episode, $now, $objects)
                ON CONFLICT (episode) DO UPDATE SET captured_at = excluded.captured_at, objects = excluded.objects
                """,
                ("$episode", episodeId),
                ("$now", now.ToString("O", CultureInfo.InvariantCulture)),
                ("$objects", Compress(baseline)));
            return command.ExecuteNonQuery();
        });
        return now;
    }

    /// <summary>The episode's baseline.</summary>
    /// <exception cref="SreGymException">None was captured.</exception>
    public Baseline Get(string episodeId) => _database.Run(connection =>
    {
        using var command = ServiceDatabase.Command(
            connection, "SELECT objects FROM baselines WHERE episode = $episode", ("$episode", episodeId));
        return command.ExecuteScalar() is byte[] found
            ? Decompress(found)
            : throw new SreGymException(
                StatusCode.FailedPrecondition,
                ErrorReasons.BaselineMissing,
                $"Episode '{episodeId}' has no baseline: call CaptureBaseline while the subject is healthy.");
    });

    /// <summary>Forgets the episode's baseline. Idempotent.</summary>
    public void Remove(string episodeId) => _database.Run(connection =>
    {
        using var command = ServiceDatabase.Command(connection, "DELETE FROM baselines WHERE episode = $episode", ("$episode", episodeId));
        return command.ExecuteNonQuery();
    });

    private static byte[] Compress(Baseline baseline)
    {
        var buffer = new MemoryStream();
        using (var compressed = new BrotliStream(buffer, CompressionLevel.Fastest))
        {
            JsonSerializer.Serialize(compressed, new StoredBaseline(baseline.Objects, baseline.AnsweredRequests));
        }

        return buffer.ToArray();
    }

    private static Baseline Decompress(byte[] stored)
    {
        using var compressed = new BrotliStream(new MemoryStream(stored), CompressionMode.Decompress);
        var found = JsonSerializer.Deserialize<StoredBaseline>(compressed)!;
        return new Baseline(found.Objects) { AnsweredRequests = found.AnsweredRequests };
    }

    private sealed record StoredBaseline(IReadOnlyDictionary<string, JsonObject> Objects, IReadOnlyList<string> AnsweredRequests);
}
