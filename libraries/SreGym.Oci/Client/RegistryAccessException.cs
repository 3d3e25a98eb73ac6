namespace SreGym.Oci.Client;

/// <summary>The owner of a registry gives no credentials or makes no repository; the message says what to do.</summary>
public sealed class RegistryAccessException(string message, Exception? inner = null) : Exception(message, inner);
