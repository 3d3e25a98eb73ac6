using System.Text.Json.Nodes;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Kubelet.Images;

/// <summary>The pull secrets a pod names, as they are at one sync.</summary>
internal sealed class PullSecrets
{
    private readonly IReadOnlyList<(JsonObject Secret, SecretCoordinates Source)> _found;

    private PullSecrets(IReadOnlyList<(JsonObject Secret, SecretCoordinates Source)> found, IReadOnlyList<string> missing)
    {
        _found = found;
        Missing = missing;
    }

    /// <summary>Names for which there is no secret, in the pod's order.</summary>
    public IReadOnlyList<string> Missing { get; }

    public static PullSecrets Gather(ClusterApi api, JsonObject pod)
    {
        var space = pod.FindText("metadata", "namespace") ?? "";
        var found = new List<(JsonObject, SecretCoordinates)>();
        var missing = new List<string>();
        foreach (var name in pod.Objects("spec", "imagePullSecrets").Select(reference => reference.FindText("name")).OfType<string>())
        {
            if (name.Length == 0)
            {
                continue;
            }

            if (api.Find(ResourceTypes.Secrets, space, name) is { } stored)
            {
                found.Add((stored.Parse(), new SecretCoordinates(stored.Uid, space, name)));
            }
            else
            {
                missing.Add(name);
            }
        }

        return new PullSecrets(found, missing);
    }

    /// <summary>Credentials to try for a repository.</summary>
    /// <exception cref="MalformedSecretException">One of the secrets cannot be read.</exception>
    public IReadOnlyList<PullCredentials> Find(string repository)
    {
        var keyring = new CredentialKeyring();
        foreach (var (secret, source) in _found)
        {
            keyring.Add(DockerConfig.Read(secret, source));
        }

        return keyring.Lookup(repository);
    }
}
