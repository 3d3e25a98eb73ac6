namespace SreGym.Oci.Content;

/// <summary>The <c>{}</c> that JSON sets have as values.</summary>
public sealed record EmptyObject;
