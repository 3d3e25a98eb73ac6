using SreGym.Conductor.Storage;

namespace SreGym.Conductor.Participants;

/// <summary>What the participant finds in the episode's folder.</summary>
internal static class ParticipantFiles
{
    public static string WriteKubeconfig(string folder, string content)
    {
        var path = Path.Combine(folder, "kubeconfig");
        Folders.WritePrivate(path, content);
        return path;
    }

    /// <summary>Its token opens nothing any more; no reason to keep it.</summary>
    public static void DeleteKubeconfig(string folder) => File.Delete(Path.Combine(folder, "kubeconfig"));

    public static string AgentLogs(string folder) => Folders.Ensure(Path.Combine(folder, "agent"));
}
