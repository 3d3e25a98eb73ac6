using SreGym.Cli;

return await SreGymCommand.Create().Parse(args).InvokeAsync();
