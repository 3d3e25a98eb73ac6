using System.CommandLine;
using System.Security.Cryptography;
using SreGym.Aws.Ecr;
using SreGym.Oci.Client;

namespace SreGym.Cli.Mirror;

/// <summary>The arguments and options of <c>sregym mirror</c>.</summary>
internal sealed class MirrorArguments
{
    private const int MaximumPassword = 64 * 1024;
    private const string EndpointVariable = "AWS_ENDPOINT_URL";

    private readonly Argument<string?> _source = new("source")
    {
        Description = "An image as Docker writes it, oci:<folder>[:tag] or docker-archive:<file>[:tag].",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Argument<string?> _target = new("target")
    {
        Description = "Where to copy it to; without a tag it keeps that of the source.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<FileInfo?> _file = new("--file", "-f") { Description = "Copy the images of a YAML list instead." };

    private readonly Option<string[]> _platforms = new("--platform")
    {
        Description = "Only this platform, os/architecture[/variant]; may be repeated. One: its image alone; several: an index of them.",
    };

    private readonly Option<bool> _allPlatforms = new("--all-platforms") { Description = "All platforms, the index as it is (the default)." };

    private readonly Option<bool> _noReferrers = new("--no-referrers") { Description = "Leave signatures and other referrers behind." };

    private readonly Option<bool> _insecure = new("--insecure")
    {
        Description = "Registries may have an unknown certificate or speak plain HTTP. Loopback hosts need no flag.",
    };

    private readonly Option<string[]> _authorities = new("--ca") { Description = "host=file.pem: authorities to believe for one host; may be repeated." };

    private readonly Option<string?> _username = new("--username", "-u") { Description = "User of the registries of --credentials-for." };

    private readonly Option<bool> _passwordStdin = new("--password-stdin") { Description = "Read the password from standard input." };

    private readonly Option<string> _credentialsFor = new("--credentials-for")
    {
        Description = "Which side --username is for: source, target or both. The other side uses Docker's configuration.",
        DefaultValueFactory = _ => "target",
    };

    private readonly Option<FileInfo?> _config = new("--config")
    {
        Description = "Docker configuration with credentials (default: $DOCKER_CONFIG/config.json or ~/.docker/config.json).",
    };

    private readonly Option<bool> _ecrCreate = new("--ecr-create") { Description = "Create repositories that ECR does not have (ecr:CreateRepository)." };

    private readonly Option<bool> _json = new("--json") { Description = "One JSON object for each step, a line each, on standard output." };

    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "No progress, results only." };

    private readonly Option<int> _parallelImages = new("--parallel-images") { Description = "Images at the same time.", DefaultValueFactory = _ => 8 };

    private readonly Option<int> _parallelBlobs = new("--parallel-blobs")
    {
        Description = "Transfers from or to one host at the same time.",
        DefaultValueFactory = _ => 8,
    };

    public void AddTo(Command command)
    {
        foreach (var argument in new Argument[] { _source, _target })
        {
            command.Add(argument);
        }

        foreach (var option in new Option[]
        {
            _file, _platforms, _allPlatforms, _noReferrers, _insecure, _authorities, _username, _passwordStdin, _credentialsFor, _config,
            _ecrCreate, _json, _quiet, _parallelImages, _parallelBlobs,
        })
        {
            command.Add(option);
        }

        _credentialsFor.AcceptOnlyFromAmong("source", "target", "both");
    }

    public async Task<MirrorSettings> ReadAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var platforms = (parsed.GetValue(_platforms) ?? []).Select(PlatformText.Parse).ToList();
        if (platforms.Count > 0 && parsed.GetValue(_allPlatforms))
        {
            throw new UsageException("--platform and --all-platforms exclude each other: give one of them.");
        }

        var (images, blobs) = (parsed.GetValue(_parallelImages), parsed.GetValue(_parallelBlobs));
        if (images is < 1 or > 64 || blobs is < 1 or > 64)
        {
            throw new UsageException("--parallel-images and --parallel-blobs take 1 to 64.");
        }

        var items = ReadItems(parsed);
        var isInsecure = parsed.GetValue(_insecure);
        return new MirrorSettings
        {
            Items = items,
            Platforms = platforms,
            IncludesReferrers = !parsed.GetValue(_noReferrers),
            IsInsecure = isInsecure,
            Tls = ReadTls(parsed.GetValue(_authorities) ?? [], isInsecure ? items : []),
            Credentials = await ReadCredentialsAsync(parsed, cancellationToken),
            CredentialsFor = Sides(items, parsed.GetValue(_credentialsFor)!),
            ConfigFile = parsed.GetValue(_config)?.FullName ?? DefaultConfig(),
            Ecr = new EcrOptions
            {
                CreatesRepositories = parsed.GetValue(_ecrCreate),
                HowToCreate = "give --ecr-create",
                Endpoint = ReadEndpoint(),
            },
            IsJson = parsed.GetValue(_json),
            IsQuiet = parsed.GetValue(_quiet),
            ParallelImages = images,
            ParallelBlobs = blobs,
        };
    }

    private IReadOnlyList<MirrorItem> ReadItems(ParseResult parsed)
    {
        var (source, target, file) = (parsed.GetValue(_source), parsed.GetValue(_target), parsed.GetValue(_file));
        return (source, target, file) switch
        {
            (null, null, { } list) => ImageList.Read(list),
            ({ } from, { } to, null) => [MirrorItem.Parse(from, to, [])],
            _ => throw new UsageException("give either <source> and <target> or --file <list.yaml>."),
        };
    }

    private static RegistryTls ReadTls(IEnumerable<string> authorities, IEnumerable<MirrorItem> insecure)
    {
        var tls = new RegistryTls();
        foreach (var text in authorities)
        {
            var (host, file) = text.Split('=', 2) is [var name, var path] ? (name, path) : throw new UsageException($"--ca {text}: write host=file.pem.");
            try
            {
                tls.Trust(HostOnly(host), file);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
            {
                throw new UsageException($"--ca {text}: {error.Message}", error);
            }
        }

        foreach (var item in insecure)
        {
            tls.SkipVerification(HostOnly(item.Target.WireHost));
            if (item.Source.Image is { } image)
            {
                tls.SkipVerification(HostOnly(image.WireHost));
            }
        }

        return tls;
    }

    private async Task<RegistryCredentials?> ReadCredentialsAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (user, fromStdin) = (parsed.GetValue(_username), parsed.GetValue(_passwordStdin));
        if (user is null != !fromStdin)
        {
            throw new UsageException("--username and --password-stdin belong together: give both or none.");
        }

        if (user is null)
        {
            return null;
        }

        using var input = new StreamReader(Console.OpenStandardInput());
        var buffer = new char[MaximumPassword];
        var length = await input.ReadBlockAsync(buffer, cancellationToken);
        return new RegistryCredentials(user, new string(buffer, 0, length).TrimEnd('\r', '\n'));
    }

    private static IReadOnlyList<string> Sides(IReadOnlyList<MirrorItem> items, string sides)
    {
        var targets = sides == "source" ? [] : items.Select(item => item.Target.Registry);
        var sources = sides == "target" ? [] : items.Select(item => item.Source.Image?.Registry).OfType<string>();
        return [.. targets.Concat(sources).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    // As every AWS SDK reads it.
    private static Uri? ReadEndpoint() => Environment.GetEnvironmentVariable(EndpointVariable) switch
    {
        null or "" => null,
        var text => Uri.TryCreate(text, UriKind.Absolute, out var address) ? address
            : throw new UsageException($"{EndpointVariable} '{text}' is no address: give one such as http://127.0.0.1:5566, or unset it."),
    };

    private static string HostOnly(string host) => new Uri($"https://{host}").Host.Trim('[', ']');

    private static string DefaultConfig() => Path.Combine(
        Environment.GetEnvironmentVariable("DOCKER_CONFIG") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker"),
        "config.json");
}
