using SreGym.Cli;
using SreGym.Cli.Mirror;

if (args is ["mirror", ..])
{
    SocketThreads.ContinueInPlace();
}

return await SreGymCommand.RunAsync(args);
