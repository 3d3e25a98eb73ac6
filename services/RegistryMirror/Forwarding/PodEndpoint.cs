namespace SreGym.RegistryMirror.Forwarding;

/// <summary>A port of whichever pod a selector finds.</summary>
internal sealed record PodEndpoint(string Namespace, string LabelSelector, int Port);
