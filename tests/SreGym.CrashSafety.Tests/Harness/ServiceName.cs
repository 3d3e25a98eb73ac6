namespace SreGym.CrashSafety.Tests.Harness;

/// <summary>The services, as processes.</summary>
public enum ServiceName
{
    Conductor,
    Injector,
    Oracle,
    RegistryMirror,
    Gateway,
    Cluster,
}
