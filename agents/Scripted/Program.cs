using SreGym.Agents.Participation;
using SreGym.Agents.Scripted;

if (args is not [var name] || Script.Find(name) is not { } script)
{
    Console.Error.WriteLine($"usage: SreGym.Agents.Scripted {string.Join('|', Script.All.Select(known => known.Name))}");
    return 2;
}

using var participant = Participant.Connect();
await ScriptRun.PlayAsync(script, participant, CancellationToken.None);
return 0;
