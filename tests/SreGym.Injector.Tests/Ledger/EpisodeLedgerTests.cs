using System.Text.Json.Nodes;
using SreGym.Contracts;
using SreGym.Problems.Changes;
using SreGym.Problems.Subjects;
using SreGym.Recovery.Ledgers;

namespace SreGym.Injector.Tests.Ledger;

public sealed class EpisodeLedgerTests : IDisposable
{
    private static readonly ObjectKey s_secret = new(KubernetesResources.Secrets, "hotel-reservation", "hotel-registry-pull");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ledger-");

    [Fact]
    public void Intent_AfterTheProcessIsGone_IsStillThere()
    {
        var previous = new JsonObject { ["type"] = "Opaque" };
        Open().Intend(ChangePhase.Fault, ChangeVerb.Delete, s_secret, previous);

        var change = Assert.Single(Open().ListOpen());

        Assert.Equal((ChangeState.Intended, ChangeVerb.Delete, s_secret), (change.State, change.Verb, change.Key));
        Assert.True(JsonNode.DeepEquals(previous, change.Previous));
    }

    [Fact]
    public void Changes_OfOneEpisode_AreNotThoseOfAnother()
    {
        Open("one").Intend(ChangePhase.Fault, ChangeVerb.Delete, s_secret, previous: null);

        Assert.Empty(Open("two").ListOpen());
    }

    [Fact]
    public void Undone_Changes_AreForgottenWithWhatTheyHeld()
    {
        var ledger = Open();
        var change = ledger.Intend(ChangePhase.Fault, ChangeVerb.Delete, s_secret, new JsonObject { ["data"] = "c2VjcmV0" });
        ledger.MarkDone(change, applied: null);

        ledger.MarkUndone([change]);

        Assert.Empty(ledger.ListOpen());
    }

    [Fact]
    public void File_OfTheLedger_IsForItsOwnerOnly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        Open().Intend(ChangePhase.Fault, ChangeVerb.Delete, s_secret, previous: null);

        var modes = _folder.GetFiles("injector.db*").Select(file => file.UnixFileMode).Distinct();

        Assert.Equal([UnixFileMode.UserRead | UnixFileMode.UserWrite], modes);
    }

    [Fact]
    public void Folder_ThatCannotBeMade_IsNamedWithTheRemedy()
    {
        var file = Path.Combine(_folder.FullName, "file");
        File.WriteAllText(file, "");

        var error = Assert.Throws<SreGymException>(() => Open("one", Path.Combine(file, "below")).ListOpen());

        Assert.Contains("Data:Directory", error.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorReasons.StorageFailed, error.Reason);
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    private IChangeLedger Open(string episode = "one", string? folder = null) =>
        new LedgerStore(folder ?? _folder.FullName, TimeProvider.System).Open(episode);
}
