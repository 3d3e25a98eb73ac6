using System.Globalization;

namespace SreGym.Problems.Checks;

/// <summary>The private registry still refuses those who do not log in.</summary>
public sealed class RegistryLockedCheck : IMitigationCheck
{
    /// <inheritdoc />
    public string Name => "registry still locked";

    /// <inheritdoc />
    public async Task<CheckOutcome> EvaluateAsync(CheckContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var status = await context.Registry.PingAsync(login: null, cancellationToken);
        var evidence = new CheckEvidence("GET /v2/", status.ToString(CultureInfo.InvariantCulture));
        return status switch
        {
            401 => CheckOutcome.Pass("The registry answers 401 to an anonymous request.", evidence),
            0 => CheckOutcome.Fail("No registry answers.", evidence),
            _ => CheckOutcome.Fail(
                string.Create(CultureInfo.InvariantCulture, $"The registry answers {status} to an anonymous request; it must be 401."), evidence),
        };
    }
}
