using Grpc.Core;
using Microsoft.Data.Sqlite;
using SreGym.Contracts;

namespace SreGym.Recovery.Storage;

/// <summary>
/// A SQLite file of one service that only its owner can read. What is committed survives a killed process (write-ahead log).
/// It is opened when it is first used.
/// </summary>
public sealed class ServiceDatabase
{
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path;
    private readonly string _schema;
    private readonly string _connectionString;
    private readonly Lock _lock = new();
    private bool _created;

    /// <param name="folder">Where the file goes.</param>
    /// <param name="fileName">Its name, e.g. <c>injector.db</c>.</param>
    /// <param name="schema">Statements that make the tables, safe to run again.</param>
    public ServiceDatabase(string folder, string fileName, string schema)
    {
        ArgumentNullException.ThrowIfNull(folder);
        _path = Path.GetFullPath(Path.Combine(folder, fileName));
        _schema = schema;
        _connectionString = new SqliteConnectionStringBuilder { DataSource = _path }.ToString();
    }

    /// <summary>Runs commands in one transaction; it is durable when this returns.</summary>
    /// <exception cref="SreGymException">The file cannot be made, read or written.</exception>
    public T Run<T>(Func<SqliteConnection, T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            EnsureCreated();
            using var connection = Open();
            using var transaction = connection.BeginTransaction();
            var result = work(connection);
            transaction.Commit();
            return result;
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new SreGymException(
                StatusCode.Internal,
                ErrorReasons.StorageFailed,
                $"'{_path}' cannot be used ({error.Message}): make its folder writable, free some space, or choose another with Data:Directory.",
                error);
        }
    }

    /// <summary>A command with its parameters.</summary>
    public static SqliteCommand Command(SqliteConnection connection, string text, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is a constant of the calling class.
        command.CommandText = text;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }

    private void EnsureCreated()
    {
        lock (_lock)
        {
            if (_created)
            {
                return;
            }

            CreateFile();
            using var connection = Open();
            Execute(connection, "PRAGMA journal_mode=WAL");
            Execute(connection, _schema);
            _created = true;
        }
    }

    // The log and index files beside the database get its mode from SQLite.
    private void CreateFile()
    {
        var folder = Path.GetDirectoryName(_path)!;
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerFolder);
            options.UnixCreateMode = OwnerFile;
        }

        using var file = new FileStream(_path, options);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        Execute(connection, "PRAGMA synchronous=FULL");
        return connection;
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using var command = Command(connection, text);
        command.ExecuteNonQuery();
    }
}
