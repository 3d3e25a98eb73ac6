using System.Collections.Concurrent;
using System.Globalization;
using SreGym.Contracts.Oracle.V1;
using SreGym.IncidentHost;

namespace SreGym.Oracle.Tests.Repairs;

/// <summary>Performs each attempt once, on a cluster of its own, and keeps the verdict for whoever asks.</summary>
internal sealed class AttemptResults(IncidentServices services) : IDisposable
{
    private const int AtOnce = 3;

    private readonly ConcurrentDictionary<string, Lazy<Task<MitigationVerdict>>> _verdicts = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _free = new(AtOnce);
    private int _incidents;

    public Task<MitigationVerdict> GetAsync(Attempt attempt) =>
        _verdicts.GetOrAdd(attempt.Key, _ => new Lazy<Task<MitigationVerdict>>(() => PerformAsync(attempt))).Value;

    public static string Explain(MitigationVerdict verdict) =>
        string.Join("\n", verdict.Checks.Select(check => $"{check.Verdict} {check.Name}: {check.Reason}"));

    public void Dispose() => _free.Dispose();

    private async Task<MitigationVerdict> PerformAsync(Attempt attempt)
    {
        await _free.WaitAsync();
        try
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"attempt-{Interlocked.Increment(ref _incidents)}");
            await using var incident = await Incident.ProvisionAsync(
                services, attempt.Problem, name, 1, ("services", string.Join(',', attempt.Services)));
            await incident.PrepareAsync();
            await attempt.PrepareAsync(Engineer.Administrator(incident));
            await incident.CaptureBaselineAsync();
            await incident.InjectAsync();
            await incident.AwaitSymptomAsync();

            await attempt.ActAsync(await attempt.HireAsync(incident));
            if (attempt.IsRepair)
            {
                await incident.AwaitRolloutAsync([.. attempt.Services]);
            }

            return await incident.EvaluateAsync();
        }
        finally
        {
            _free.Release();
        }
    }
}
