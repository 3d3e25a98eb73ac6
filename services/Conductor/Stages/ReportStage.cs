using SreGym.Conductor.Episodes;
using SreGym.Conductor.Reports;
using SreGym.Conductor.Storage;
using SreGym.Contracts.Conductor.V1;

namespace SreGym.Conductor.Stages;

/// <summary>Writes down what happened, for programs and for people.</summary>
internal sealed class ReportStage(Folders folders) : IStage
{
    public EpisodeStage Stage => EpisodeStage.Report;

    public Task RunAsync(EpisodeContext context, CancellationToken cancellationToken) =>
        context.RunSpanAsync("write report", async () =>
        {
            var folder = folders.Episode(context.Spec.EpisodeId);
            var path = Path.Combine(folder, "report.json");
            context.Update(record => record with { ReportPath = path });
            await ReportFiles.WriteAsync(folder, ReportBuilder.Build(context), context.CreateRedactor(), cancellationToken);
        });
}
