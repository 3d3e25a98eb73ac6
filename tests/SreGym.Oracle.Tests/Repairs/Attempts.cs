namespace SreGym.Oracle.Tests.Repairs;

/// <summary>Every attempt, in the order of docs/oracle.md.</summary>
internal static class Attempts
{
    public const string MissingSecret = "missing_image_pull_secret";
    public const string ExpiredToken = "expired_registry_token";

    public static IReadOnlyList<Attempt> All { get; } =
    [
        .. LegitimateRepairs.All,
        .. ImageCheats.All,
        .. RegistryCheats.All,
        .. WorkloadCheats.All,
        .. CredentialCheats.All,
        .. Damage.All,
        .. ExpiredTokenRepairs.All,
        .. ExpiredTokenCheats.All,
    ];

    public static IReadOnlyList<Attempt> Repairs { get; } = [.. All.Where(attempt => attempt.IsRepair)];

    public static IReadOnlyList<Attempt> Cheats { get; } = [.. All.Where(attempt => !attempt.IsRepair)];
}
