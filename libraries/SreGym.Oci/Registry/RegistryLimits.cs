namespace SreGym.Oci.Registry;

/// <summary>How slow a client may be.</summary>
public sealed record RegistryLimits
{
    /// <summary>Slowest upload, in bytes for each second; slower ones are ended with 408.</summary>
    /// <value>240.</value>
    public double MinimumUploadRate { get; init; } = 240;

    /// <summary>How long an upload may stand still before that counts.</summary>
    /// <value>Five seconds.</value>
    public TimeSpan UploadGrace { get; init; } = TimeSpan.FromSeconds(5);
}
