using SreGym.Simulation.Kubelet;

namespace SreGym.Simulation.Tests.Kubelet;

public sealed class KubeletVersionTests
{
    [Theory]
    [InlineData("1.27", false, false)]
    [InlineData("1.28", true, false)]
    [InlineData("1.28+", true, true)]
    [InlineData("v1.36.2", true, true)]
    [InlineData("", true, true)]
    public void Parse_Version_DecidesBehaviour(string text, bool warns, bool verifies)
    {
        var version = KubeletVersion.Parse(text);

        Assert.Equal((warns, verifies), (version.WarnsAboutSecrets, version.VerifiesCredentials));
    }

    [Theory]
    [InlineData("newest")]
    [InlineData("2.0")]
    public void Parse_Nonsense_Throws(string text) => Assert.Throws<FormatException>(() => KubeletVersion.Parse(text));
}
