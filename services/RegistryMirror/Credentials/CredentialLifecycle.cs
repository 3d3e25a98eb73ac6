using Grpc.Core;
using Microsoft.Extensions.Options;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.Targets;
using SreGym.Oci.Hosting;
using SreGym.Oci.Registry;
using SreGym.Recovery.Registry;
using SreGym.RegistryMirror.Access;
using SreGym.RegistryMirror.Provisioning;
using SreGym.ServiceDefaults.Subjects;

namespace SreGym.RegistryMirror.Credentials;

/// <summary>
/// Rotates and revokes the users of the private registry. The Secret with the htpasswd file decides; registries of embedded clusters take
/// the new file at once and end a grace period by themselves, those of real clusters read it when their kubelet has brought it to them.
/// </summary>
internal sealed class CredentialLifecycle(
    RegistryHosts hosts,
    RegistryProbe probe,
    RegistryConnections connections,
    Retirements retirements,
    IOptions<RegistryMirrorOptions> options,
    TimeProvider time)
{
    /// <summary>Returns the registry with its new user, once that one is let in, and when the old one's access ends.</summary>
    public async Task<(PrivateRegistry Registry, DateTimeOffset OldEnds)> RotateAsync(
        Subject subject, PrivateRegistry registry, TimeSpan grace, CancellationToken cancellationToken)
    {
        using var kubernetes = SubjectClient.Connect(subject, new SubjectPatience(time));
        UserRotation? rotation = null;
        var htpasswd = await HtpasswdSecret.ChangeAsync(
            kubernetes,
            text =>
            {
                DemandPassword(text, registry);
                rotation = UserRotation.Plan(text, subject.Seed, registry.Username, grace, time.GetUtcNow()) ?? throw Unknown(registry);
                return rotation.Htpasswd;
            },
            cancellationToken);
        var (account, ends) = (rotation!.Account, rotation.OldEnds);
        await RegistryInstaller.PublishCredentialsAsync(kubernetes, account, registry.Host, cancellationToken);
        var renewed = registry.Clone();
        (renewed.Username, renewed.Password) = (account.Username, account.Password.Reveal());
        if (subject.Target == TargetNames.Embedded)
        {
            hosts.ReplaceUsers(subject.ClusterId, RegistryNames.Namespace, htpasswd);
            return (renewed, ends);
        }

        await MountedUsers.RefreshAsync(kubernetes, htpasswd, cancellationToken);
        renewed.AccessAddress = connections.Open(subject).Forward.Address;
        await WithinTimeAsync(token => probe.WaitUntilLockedAsync(renewed, token), cancellationToken);
        if (ends > time.GetUtcNow())
        {
            retirements.Schedule(subject.EpisodeId, registry.Username, ends, token => RevokeAsync(subject, registry, token));
        }
        else
        {
            await RevokeAsync(subject, registry, cancellationToken);
        }

        return (renewed, ends);
    }

    /// <summary>Returns once the registry refuses the user.</summary>
    public async Task RevokeAsync(Subject subject, PrivateRegistry registry, CancellationToken cancellationToken)
    {
        using var kubernetes = SubjectClient.Connect(subject, new SubjectPatience(time));
        var htpasswd = await HtpasswdSecret.ChangeAsync(
            kubernetes,
            text =>
            {
                DemandPassword(text, registry);
                return HtpasswdFile.Revoke(text, registry.Username, time.GetUtcNow()) ?? throw Unknown(registry);
            },
            cancellationToken);
        if (subject.Target == TargetNames.Embedded)
        {
            hosts.ReplaceUsers(subject.ClusterId, RegistryNames.Namespace, htpasswd);
            return;
        }

        await MountedUsers.RefreshAsync(kubernetes, htpasswd, cancellationToken);
        var revoked = registry.Clone();
        revoked.AccessAddress = connections.Open(subject).Forward.Address;
        await WithinTimeAsync(token => probe.WaitUntilRefusedAsync(revoked, token), cancellationToken);
    }

    private async Task WithinTimeAsync(Func<CancellationToken, Task> wait, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.Value.CredentialsTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        await wait(either.Token);
    }

    // Only with the password can a registry be asked whether it lets the user in: a wrong one would be refused from the beginning.
    private static void DemandPassword(string htpasswd, PrivateRegistry registry)
    {
        var users = HtpasswdFile.Parse(htpasswd);
        if (users.Usernames.Contains(registry.Username) && !users.Accepts(registry.Username, registry.Password))
        {
            throw new SreGymException(
                StatusCode.InvalidArgument,
                ErrorReasons.InvalidArgument,
                $"registry.password is not the password of '{registry.Username}': send the credentials that ProvisionRegistry or RotateCredentials returned.");
        }
    }

    private static SreGymException Unknown(PrivateRegistry registry) => new(
        StatusCode.NotFound,
        ErrorReasons.UnknownUser,
        $"Secret {RegistryNames.Namespace}/{RegistryNames.Htpasswd} has no user '{registry.Username}' whose access could end: send the "
        + "credentials that ProvisionRegistry or the last RotateCredentials returned.");
}
