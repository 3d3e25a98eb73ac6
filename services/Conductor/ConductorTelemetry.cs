using System.Diagnostics;
using System.Diagnostics.Metrics;
using SreGym.Contracts;

namespace SreGym.Conductor;

/// <summary>Spans of episode and stages, and the metrics of docs/telemetry.md.</summary>
internal sealed class ConductorTelemetry
{
    public const string Name = "SreGym.Conductor";

    private static readonly InstrumentAdvice<double> s_buckets = new()
    {
        HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800],
    };

    public ConductorTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        EpisodeDuration = Seconds(meter, TelemetryNames.EpisodeDuration, "From start to report.");
        StageDuration = Seconds(meter, TelemetryNames.StageDuration, "From a stage's start to its end.");
        TimeToDetect = Seconds(meter, TelemetryNames.TimeToDetect, "From the visible fault to the first relevant read.");
        TimeToDiagnose = Seconds(meter, TelemetryNames.TimeToDiagnose, "From the visible fault to the diagnosis.");
        TimeToMitigate = Seconds(meter, TelemetryNames.TimeToMitigate, "From the visible fault to the mitigation, grading taken off.");
        Verdicts = meter.CreateCounter<long>(TelemetryNames.EpisodeVerdicts, "{verdict}", "Verdicts by kind and outcome.");
        ImagePulls = meter.CreateCounter<long>(TelemetryNames.ImagePulls, "{pull}", "Image pulls of the subject by outcome, from its events.");
    }

    public static ActivitySource Source { get; } = new(Name);

    public Histogram<double> EpisodeDuration { get; }

    public Histogram<double> StageDuration { get; }

    public Histogram<double> TimeToDetect { get; }

    public Histogram<double> TimeToDiagnose { get; }

    public Histogram<double> TimeToMitigate { get; }

    public Counter<long> Verdicts { get; }

    public Counter<long> ImagePulls { get; }

    private static Histogram<double> Seconds(Meter meter, string name, string description) =>
        meter.CreateHistogram(name, "s", description, tags: null, advice: s_buckets);
}
