namespace SreGym.Oci.Credentials;

/// <summary>A credential helper does not work; the message names it and what to do.</summary>
public sealed class CredentialHelperException(string message, Exception? inner = null) : Exception(message, inner);
