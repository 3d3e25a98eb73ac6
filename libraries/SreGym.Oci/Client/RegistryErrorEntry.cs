namespace SreGym.Oci.Client;

/// <summary>One entry of a registry's error answer (distribution-spec "Error Codes").</summary>
/// <param name="Code">Upper-case code, e.g. <c>MANIFEST_UNKNOWN</c>.</param>
/// <param name="Message">Text of the registry.</param>
public sealed record RegistryErrorEntry(string Code, string? Message);
