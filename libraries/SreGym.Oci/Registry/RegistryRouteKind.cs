namespace SreGym.Oci.Registry;

/// <summary>The endpoints of the distribution-spec.</summary>
internal enum RegistryRouteKind
{
    Unknown,
    Base,
    Catalog,
    Manifest,
    Blob,
    UploadStart,
    Upload,
    Tags,
    Referrers,
}
