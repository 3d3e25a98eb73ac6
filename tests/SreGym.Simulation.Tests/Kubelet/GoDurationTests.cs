using SreGym.Simulation.Kubelet;

namespace SreGym.Simulation.Tests.Kubelet;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData(0, "0s")]
    [InlineData(89, "89ms")]
    [InlineData(1000, "1s")]
    [InlineData(1204, "1.204s")]
    [InlineData(10000, "10s")]
    [InlineData(123500, "2m3.5s")]
    [InlineData(300000, "5m0s")]
    public void Format_Duration_ReadsAsInGo(int milliseconds, string expected) =>
        Assert.Equal(expected, GoDuration.Format(TimeSpan.FromMilliseconds(milliseconds)));
}
