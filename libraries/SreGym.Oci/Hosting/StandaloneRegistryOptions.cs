using System.Net;
using SreGym.Oci.Registry;

namespace SreGym.Oci.Hosting;

/// <summary>A registry of its own, apart from any cluster.</summary>
public sealed record StandaloneRegistryOptions
{
    /// <summary>Folder of its content.</summary>
    /// <value>Null: in memory, gone with the process.</value>
    public string? Storage { get; init; }

    /// <summary>Address it listens on.</summary>
    /// <value>127.0.0.1.</value>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port; 0 takes a free one.</summary>
    /// <value>5000.</value>
    public int Port { get; init; } = 5000;

    /// <summary>An htpasswd file; read again whenever it changes.</summary>
    /// <value>Null: everybody may come in.</value>
    public string? Htpasswd { get; init; }

    /// <summary>How often unused content is collected.</summary>
    /// <value>An hour; <see cref="Timeout.InfiniteTimeSpan"/> never does.</value>
    public TimeSpan CollectionInterval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long blobs stay that no manifest needs yet.</summary>
    /// <value><see cref="GarbageCollector.DefaultGrace"/>.</value>
    public TimeSpan Grace { get; init; } = GarbageCollector.DefaultGrace;
}
