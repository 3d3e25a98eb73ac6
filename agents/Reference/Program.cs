using SreGym.Agents.Participation;
using SreGym.Agents.Reference;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};

using var participant = Participant.Connect();
return await new Engineer(participant).WorkAsync(stop.Token) ? 0 : 1;
