using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Grpc.Core;
using Microsoft.Extensions.Options;
using SreGym.Contracts;
using SreGym.Problems.Baselines;
using SreGym.ServiceDefaults.Storage;

namespace SreGym.Oracle.Baselines;

/// <summary>The baselines of episodes, compressed, in one SQLite file. They hold digests in place of secrets.</summary>
internal sealed class BaselineStore(IOptions<DataOptions> options, TimeProvider clock)
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS baselines (
            episode TEXT PRIMARY KEY, captured_at TEXT NOT NULL, objects BLOB NOT NULL) STRICT;
        """;

    private readonly ServiceDatabase _database = new(options.Value, "oracle.db", Schema);

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
