namespace SreGym.Conductor.Reports.Html;

/// <summary>Moments as places on a line.</summary>
internal sealed record TimeScale(DateTimeOffset Start, DateTimeOffset End, double From, double To)
{
    private const int MostTicks = 12;

    private static readonly double[] s_steps = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];

    public double At(DateTimeOffset time) =>
        From + (Math.Clamp((time - Start) / (End - Start), 0, 1) * (To - From));

    /// <summary>Round numbers of seconds or minutes.</summary>
    public IEnumerable<(double X, string Label)> Ticks()
    {
        var total = (End - Start).TotalSeconds;
        var step = s_steps.FirstOrDefault(candidate => total / candidate <= MostTicks, 7200);
        for (var seconds = 0.0; seconds <= total; seconds += step)
        {
            var label = step >= 60 ? $"{seconds / 60:0.#} min" : $"{seconds:0.#} s";
            yield return (At(Start.AddSeconds(seconds)), label);
        }
    }
}
