using SreGym.CrashSafety.Tests.Harness;

namespace SreGym.CrashSafety.Tests.Matrix;

/// <summary>One kill: which service, and at the beginning of which step.</summary>
internal sealed record CrashCell(ServiceName Service, CrashStep Step)
{
    public override string ToString() => $"{Service} at {Step}";
}
