namespace Aspire.Hosting;

/// <summary>What stand-ins say of themselves when they are asked to publish, also by the stand-in for Aspire.Hosting.AWS where that is the only one.</summary>
internal static class StandIns
{
    public const string NeedsRealPackages =
        "publishing needs the real Aspire packages: this application was built with stand-ins, which only run it. "
        + "Configure a package source that has Aspire.Hosting.AWS (nuget.org has), remove artifacts/offline, and publish again.";
}
