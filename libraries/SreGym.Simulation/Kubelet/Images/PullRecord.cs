namespace SreGym.Simulation.Kubelet.Images;

/// <summary>Who may use an image that the kubelet pulled (kubernetes: pkg/kubelet/images/pullmanager).</summary>
internal sealed class PullRecord
{
    private readonly HashSet<SecretCoordinates> _secrets = [];
    private readonly HashSet<string> _fingerprints = new(StringComparer.Ordinal);

    /// <summary>Pulled without credentials once: for everybody.</summary>
    public bool IsForEveryPod { get; private set; }

    public void Add(PullCredentials? credentials)
    {
        if (credentials is null)
        {
            IsForEveryPod = true;
            return;
        }

        _fingerprints.Add(credentials.Fingerprint);
        if (credentials.Source is { } source)
        {
            _secrets.Add(source);
        }
    }

    /// <summary>The same credentials, or the same secret with other ones, are let in without asking the registry.</summary>
    public bool Allows(IEnumerable<PullCredentials> candidates) =>
        IsForEveryPod || candidates.Any(candidate =>
            _fingerprints.Contains(candidate.Fingerprint) || (candidate.Source is { } source && _secrets.Contains(source)));
}
