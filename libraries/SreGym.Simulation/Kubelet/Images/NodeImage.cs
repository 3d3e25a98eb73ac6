using SreGym.Oci.Content;

namespace SreGym.Simulation.Kubelet.Images;

/// <summary>An image on a node. Its layers are checked when they are pulled and not kept.</summary>
/// <param name="Id">Digest of its configuration, which is how a node knows images.</param>
/// <param name="RepoDigest">The reference status shows as <c>imageID</c>.</param>
/// <param name="Size">Bytes that were pulled.</param>
/// <param name="Config">How to run it.</param>
internal sealed record NodeImage(string Id, string RepoDigest, long Size, ImageConfig Config);
