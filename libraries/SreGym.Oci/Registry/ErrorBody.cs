namespace SreGym.Oci.Registry;

/// <summary>JSON of an error answer.</summary>
internal sealed record ErrorBody(IReadOnlyList<ErrorBodyEntry> Errors);
