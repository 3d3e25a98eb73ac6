namespace SreGym.Simulation.Kubelet.Images;

/// <summary>What became of a pull: the image and the credentials that worked, or the error in the container runtime's words.</summary>
internal sealed record PullResult(NodeImage? Image, PullCredentials? Credentials, string Error)
{
    public static PullResult Failed(string error) => new(null, null, error);
}
