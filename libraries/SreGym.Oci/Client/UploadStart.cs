namespace SreGym.Oci.Client;

/// <summary>A started upload.</summary>
/// <param name="IsMounted">True when the blob came from another repository and nothing needs to be sent.</param>
/// <param name="Location">Where to send the content; null when mounted.</param>
public sealed record UploadStart(bool IsMounted, Uri? Location);
