namespace SreGym.Architecture.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void Runner_Starts_Passes() => Assert.True(true);
}
