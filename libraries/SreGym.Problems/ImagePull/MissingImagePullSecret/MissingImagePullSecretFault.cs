using SreGym.Problems.Faults;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.ImagePull.MissingImagePullSecret;

/// <summary>Takes away the secret that the services pull with.</summary>
internal sealed class MissingImagePullSecretFault : PrivateImageFault
{
    protected override Task BreakSecretAsync(FaultContext context, ObjectKey secret, CancellationToken cancellationToken) =>
        context.Steps.RunAsync("delete pull secret", secret.ToString(), () => context.Changes.DeleteAsync(secret, cancellationToken));
}
