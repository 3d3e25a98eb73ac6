using System.CommandLine;

namespace SreGym.Cli.Mirror;

/// <summary><c>sregym mirror</c>: copies an image from one registry to another.</summary>
internal static class MirrorCommand
{
    public static Command Create()
    {
        var source = new Argument<string>("source") { Description = "Image to copy, as Docker writes it." };
        var target = new Argument<string>("target") { Description = "Where to copy it to." };
        var insecure = new Option<bool>("--insecure") { Description = "Plain HTTP for hosts that are not loopback." };
        var command = new Command("mirror", "Copies an image to another registry, all platforms, without changing a byte.") { source, target, insecure };
        command.SetAction((arguments, cancellationToken) => new MirrorRun(Console.Out, Console.Error)
            .RunAsync(arguments.GetRequiredValue(source), arguments.GetRequiredValue(target), arguments.GetValue(insecure), cancellationToken));
        return command;
    }
}
