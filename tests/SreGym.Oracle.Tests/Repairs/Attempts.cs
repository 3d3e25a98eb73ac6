namespace SreGym.Oracle.Tests.Repairs;

/// <summary>Every attempt, in the order of docs/oracle.md.</summary>
internal static class Attempts
{
    public static IReadOnlyList<Attempt> All { get; } =
    [
        .. LegitimateRepairs.All,
        .. ImageCheats.All,
        .. RegistryCheats.All,
        .. WorkloadCheats.All,
        .. CredentialCheats.All,
        .. Damage.All,
    ];

    public static IReadOnlyList<Attempt> Repairs { get; } = [.. All.Where(attempt => attempt.IsRepair)];

    public static IReadOnlyList<Attempt> Cheats { get; } = [.. All.Where(attempt => !attempt.IsRepair)];
}
