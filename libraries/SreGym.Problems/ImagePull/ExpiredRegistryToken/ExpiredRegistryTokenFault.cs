using SreGym.Problems.Faults;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.ImagePull.ExpiredRegistryToken;

/// <summary>Leaves in the pull secret what would be there if nobody had renewed it: the token before the present one.</summary>
internal sealed class ExpiredRegistryTokenFault : PrivateImageFault
{
    protected override Task BreakSecretAsync(FaultContext context, ObjectKey secret, CancellationToken cancellationToken)
    {
        // Until a moment ago the pods of the application could still be replaced.
        var expired = context.Clock.GetUtcNow().AddSeconds(-1);
        return context.Steps.RunAsync("let token expire", secret.ToString(), () => context.Changes.EditAsync(
            secret,
            live => PullSecret.ChangePassword(live, token => EarlierToken.Of(token, context.Seed, expired)),
            cancellationToken));
    }
}
