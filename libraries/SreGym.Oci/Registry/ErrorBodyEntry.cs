namespace SreGym.Oci.Registry;

/// <summary>One error of an error answer.</summary>
internal sealed record ErrorBodyEntry(string Code, string Message, string? Detail);
