using SreGym.Simulation.Controllers.Deployments;

namespace SreGym.Simulation.Tests.Controllers;

public sealed class RollingUpdateTests
{
    [Theory]
    [InlineData("25%", "25%", 1, 1, 0)]
    [InlineData("25%", "25%", 4, 1, 1)]
    [InlineData("25%", "25%", 10, 3, 2)]
    [InlineData("0", "0", 3, 0, 1)]
    [InlineData("2", "50%", 3, 2, 1)]
    public void Limits_PercentagesAndNumbers_RoundAsKubernetesDoes(string surge, string unavailable, int desired, int maxSurge, int maxUnavailable) =>
        Assert.Equal((maxSurge, maxUnavailable), RollingUpdate.Limits(surge, unavailable, desired));

    [Theory]
    [InlineData(2, 1, 2, 0, 1)]
    [InlineData(2, 1, 3, 1, 1)]
    [InlineData(2, 1, 2, 1, 2)]
    [InlineData(10, 3, 10, 0, 3)]
    public void NewReplicas_Room_IsUsed(int desired, int maxSurge, int total, int current, int expected) =>
        Assert.Equal(expected, RollingUpdate.NewReplicas(desired, maxSurge, total, current));
}
