using System.CommandLine;
using System.Net;
using SreGym.Oci.Hosting;

namespace SreGym.Cli.Registry;

/// <summary><c>sregym registry</c>: serves a registry, and collects its garbage.</summary>
internal static class RegistryCommand
{
    public static Command Create() => new("registry", "A registry in a folder or in memory.") { Serve(), Collect() };

    private static Command Serve()
    {
        var storage = Storage("Folder of its content; created when missing. Without it, the registry lives in memory.");
        var address = new Option<string>("--address") { Description = "Address to listen on.", DefaultValueFactory = _ => "127.0.0.1" };
        var port = new Option<int>("--port") { Description = "Port to listen on; 0 takes a free one.", DefaultValueFactory = _ => 5000 };
        var htpasswd = new Option<string?>("--htpasswd") { Description = "File with users and bcrypt hashes; read again when it changes. Without it, everybody may come in." };
        address.Validators.Add(result =>
        {
            if (!IPAddress.TryParse(result.GetValueOrDefault<string>(), out _))
            {
                result.AddError($"--address \"{result.GetValueOrDefault<string>()}\" is no IP address: use 127.0.0.1, or 0.0.0.0 for all.");
            }
        });
        var command = new Command("serve", "Serves a registry until it is told to stop.") { storage, address, port, htpasswd };
        command.SetAction((arguments, cancellationToken) => new RegistryRun(Console.Out, Console.Error).ServeAsync(
            new StandaloneRegistryOptions
            {
                Storage = arguments.GetValue(storage),
                Address = IPAddress.Parse(arguments.GetRequiredValue(address)),
                Port = arguments.GetRequiredValue(port),
                Htpasswd = arguments.GetValue(htpasswd),
            },
            cancellationToken));
        return command;
    }

    private static Command Collect()
    {
        var storage = Storage("Folder of a registry that is not being served.");
        storage.Required = true;
        var command = new Command("gc", "Removes what no manifest needs. A registry that is being served does so by itself.") { storage };
        command.SetAction(arguments => new RegistryRun(Console.Out, Console.Error).Collect(arguments.GetRequiredValue(storage)!));
        return command;
    }

    private static Option<string?> Storage(string description) => new("--storage") { Description = description };
}
