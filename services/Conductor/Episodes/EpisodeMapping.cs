using Google.Protobuf.WellKnownTypes;
using SreGym.Contracts.Common.V1;
using SreGym.Recovery.Episodes;
using EpisodeMessage = SreGym.Contracts.Conductor.V1.Episode;

namespace SreGym.Conductor.Episodes;

/// <summary>Records as messages.</summary>
internal static class EpisodeMapping
{
    public static EpisodeMessage ToMessage(this EpisodeRecord record)
    {
        var message = new EpisodeMessage
        {
            EpisodeId = record.Spec.EpisodeId,
            ProblemId = record.Spec.ProblemId,
            Target = record.Spec.Target,
            Agent = record.Spec.Agent,
            Seed = record.Spec.Seed,
            State = record.State,
            Stage = record.Stage,
            StartedAt = record.StartedAt.ToTimestamp(),
            EndedAt = record.EndedAt?.ToTimestamp(),
            Diagnosis = record.Diagnosis,
            Mitigation = record.Mitigation,
            ReportPath = record.ReportPath,
            Error = record.Error,
            TraceId = record.TraceId,
        };
        if (record.Times.TimeToDiagnose is { } diagnose)
        {
            message.TimeToDiagnoseSeconds = diagnose.TotalSeconds;
        }

        if (record.Times.TimeToMitigate is { } mitigate)
        {
            message.TimeToMitigateSeconds = mitigate.TotalSeconds;
        }

        return message;
    }

    public static ProblemSpec ToProblem(this EpisodeSpec spec) =>
        new() { ProblemId = spec.ProblemId, Options = { spec.ProblemOptions.ToDictionary() } };
}
