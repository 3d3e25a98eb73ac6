using System.Security.Cryptography;
using SreGym.AppHost.Aws;
using SreGym.AppHost.Aws.Publishing;
using SreGym.AppHost.Episodes;
using SreGym.AppHost.Harness;
using SreGym.AppHost.Options;

var commandLine = RunCommandLine.Parse(args);
if (commandLine.Options is not { } asked)
{
    return commandLine.ExitCode;
}

var builder = DistributedApplication.CreateBuilder(asked.HostArguments);
if (await ServicesOnAws.PublishAsync<Projects.SreGym_Standalone>(builder) is { } published)
{
    return published;
}

var prepared = await Preparation.RunAsync(builder, asked);
if (prepared.Options is not { } options)
{
    return prepared.ExitCode;
}

var token = builder.AddParameter("harness-token", RandomNumberGenerator.GetHexString(64, lowercase: true), secret: true);

var registryMirror = builder.AddHarnessService<Projects.SreGym_RegistryMirror>("registry-mirror", token)
    .WithListener("registry", "REGISTRY_PORT")
    .WithPublicAddress("RegistryMirror__RegistryAddress", "registry");

var cluster = builder.AddHarnessService<Projects.SreGym_Cluster>("cluster", token)
    .WithListener("kubernetes", "KUBERNETES_PORT", "https")
    .WithPublicAddress("Cluster__PublicAddress", "kubernetes")
    .WithPublicAddress("Cluster__RegistryAddress", registryMirror, "registry")
    .WithReference(registryMirror);

var injector = builder.AddHarnessService<Projects.SreGym_Injector>("injector", token)
    .WithDataFolder(options);

var gateway = builder.AddHarnessService<Projects.SreGym_Gateway>("gateway", token)
    .WithListener("kubernetes", "KUBERNETES_PORT", "https")
    .WithPublicAddress("Gateway__PublicAddress", "kubernetes");

var oracle = builder.AddHarnessService<Projects.SreGym_Oracle>("oracle", token)
    .WithDataFolder(options);

var conductor = builder.AddHarnessService<Projects.SreGym_Conductor>("conductor", token)
    .WithListener("participant", "PARTICIPANT_PORT", port: options.Port)
    .WithPublicAddress("Conductor__ParticipantAddress", "participant")
    .WithDataFolder(options)
    .WithArtifactsFolder(options)
    .WithReference(cluster).WithReference(registryMirror).WithReference(injector).WithReference(gateway).WithReference(oracle)
    .WaitFor(cluster).WaitFor(registryMirror).WaitFor(injector).WaitFor(gateway).WaitFor(oracle)
    .WithTargetCluster(options);

var episodes = builder.AddEpisodes(options, conductor, token);

await builder.Build().RunUntilStoppedAsync();
return episodes.ExitCode;
