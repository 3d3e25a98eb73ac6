using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using SreGym.Aws.Ecr;
using SreGym.Aws.Signing;
using SreGym.Oci.Client;
using SreGym.Oci.Content;
using SreGym.Oci.Hosting;
using SreGym.Oci.Mirroring;
using SreGym.Oci.References;

namespace SreGym.Aws.Tests.Ecr;

public sealed class EcrAccessTests : IDisposable
{
    private const string Host = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
    private static readonly AwsKeys s_keys = new("AKIDEXAMPLE", "wJalrXUtnFEMI", null);

    private readonly FakeTimeProvider _time = new();
    private readonly HttpMessageInvoker _http = RegistryTransport.Create();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Token_IsKeptUntilShortlyBeforeItsEnd()
    {
        await using var ecr = await FakeEcr.StartAsync(_time);
        var access = Access(ecr);

        var first = await access.GetCredentialsAsync(null, Cancelled);
        _time.Advance(TimeSpan.FromHours(11));
        var second = await access.GetCredentialsAsync(null, Cancelled);
        _time.Advance(TimeSpan.FromMinutes(50));
        var third = await access.GetCredentialsAsync(null, Cancelled);

        Assert.Same(first, second);
        Assert.NotSame(second, third);
        Assert.Equal(2, ecr.TokensIssued);
        Assert.Equal(("AWS", "AWS:***"), (first!.Username, first.ToString()));
        Assert.All(ecr.Calls, call => Assert.Matches("^GetAuthorizationToken AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/[0-9]{8}/eu-central-1/ecr/aws4_request$", call));
    }

    [Fact]
    public async Task Token_RefusedToManyAtOnce_IsReplacedOnce()
    {
        await using var ecr = await FakeEcr.StartAsync(_time);
        var access = Access(ecr);
        var refused = await access.GetCredentialsAsync(null, Cancelled);

        var replaced = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => access.GetCredentialsAsync(refused, Cancelled)));

        Assert.Equal(2, ecr.TokensIssued);
        Assert.Single(replaced.Distinct());
    }

    [Theory]
    [InlineData(401, "PUT")]
    [InlineData(403, "PUT")]
    [InlineData(401, "POST")]
    [InlineData(403, "HEAD")]
    public async Task Copy_WhenTheTokenEndsInTheMiddle_GoesOnWithAnother(int status, string method)
    {
        await using var source = await SourceAsync();
        await using var ecr = await FakeEcr.StartAsync(_time);
        (ecr.StatusOfExpired, var left) = (status, 1);
        ecr.OnRequest = request =>
        {
            if (request.Method == method && request.Path.Value!.Contains("/blobs/", StringComparison.Ordinal) && Interlocked.Exchange(ref left, 0) == 1)
            {
                ecr.ExpireTokens();
            }
        };

        var result = await CopyAsync(source, ecr, new EcrOptions { CreatesRepositories = true });

        Assert.Equal(CopyState.Copied, result.State);
        Assert.Equal(0, left);
        Assert.Equal(2, ecr.TokensIssued);
    }

    [Fact]
    public async Task Copy_IntoARepositoryThatIsMissing_CreatesIt()
    {
        await using var source = await SourceAsync();
        await using var ecr = await FakeEcr.StartAsync(_time);

        await CopyAsync(source, ecr, new EcrOptions { CreatesRepositories = true });

        Assert.Equal(["team/shop"], ecr.Repositories);
    }

    [Fact]
    public async Task Copy_IntoARepositoryThatIsMissing_UnlessAsked_SaysHowToCreateIt()
    {
        await using var source = await SourceAsync();
        await using var ecr = await FakeEcr.StartAsync(_time);

        var failed = await Assert.ThrowsAsync<MirrorException>(() => CopyAsync(source, ecr, new EcrOptions { HowToCreate = "give --ecr-create" }));

        Assert.Contains("--region eu-central-1 --repository-name team/shop", failed.Message, StringComparison.Ordinal);
        Assert.Contains("give --ecr-create", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("token-1", failed.ToString(), StringComparison.Ordinal);
        Assert.Empty(ecr.Repositories);
    }

    [Theory]
    [InlineData("AccessDeniedException", "The identity needs ecr:GetAuthorizationToken.")]
    [InlineData("ExpiredTokenException", "aws sso login")]
    [InlineData("UnrecognizedClientException", "AWS_ACCESS_KEY_ID")]
    public async Task Token_Refused_SaysWhatToDo(string code, string remedy)
    {
        await using var ecr = await FakeEcr.StartAsync(_time);
        ecr.Refusal = code;

        var refused = await Assert.ThrowsAsync<RegistryAccessException>(() => Access(ecr).GetCredentialsAsync(null, Cancelled));

        Assert.StartsWith($"{Host}: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_WithoutAwsCredentials_SaysWhichToSet()
    {
        await using var ecr = await FakeEcr.StartAsync(_time);
        var access = Access(ecr, identity: () => throw new AwsCredentialsException(new InvalidOperationException()));

        var refused = await Assert.ThrowsAsync<RegistryAccessException>(() => access.GetCredentialsAsync(null, Cancelled));

        Assert.Contains("AWS_ACCESS_KEY_ID", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PublicGallery_WithoutAwsCredentials_IsReadAnonymouslyAndAskedForOnce()
    {
        await using var ecr = await FakeEcr.StartAsync(_time);
        var asked = 0;
        var access = Access(ecr, "public.ecr.aws", identity: () =>
        {
            asked++;
            throw new AwsCredentialsException(new InvalidOperationException());
        });

        Assert.Null(await access.GetCredentialsAsync(null, Cancelled));
        Assert.Null(await access.GetCredentialsAsync(null, Cancelled));
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Emulator_GivesATokenAndMakesARepository_AlsoTwice()
    {
        var endpoint = Environment.GetEnvironmentVariable("SREGYM_TEST_AWS_ENDPOINT");
        Assert.SkipWhen(string.IsNullOrEmpty(endpoint), "SREGYM_TEST_AWS_ENDPOINT names no emulator of the AWS APIs.");
        var registries = new EcrRegistries(
            _http, new EcrOptions { CreatesRepositories = true, Endpoint = new Uri(endpoint) }, TimeProvider.System);
        var access = registries.Find("123456789012.dkr.ecr.us-east-1.amazonaws.com")!;

        var credentials = await access.GetCredentialsAsync(null, Cancelled);

        Assert.Equal("AWS", credentials!.Username);
        Assert.True(await access.CreateRepositoryAsync("sregym-tests/shop", Cancelled));
        Assert.True(await access.CreateRepositoryAsync("sregym-tests/shop", Cancelled));
    }

    private EcrAccess Access(FakeEcr ecr, string name = Host, EcrOptions? options = null, Func<Task<AwsKeys>>? identity = null)
    {
        Assert.True(EcrHost.TryParse(name, out var host));
        var api = new EcrApi(_http, host, ecr.Address, identity ?? (() => Task.FromResult(s_keys)), _time);
        return new EcrAccess(api, host, options ?? new EcrOptions(), _time);
    }

    private async Task<CopyProgress> CopyAsync(StandaloneRegistry source, FakeEcr ecr, EcrOptions options)
    {
        using var mirror = new ImageMirror(new MirrorOptions { Backoff = TimeSpan.Zero });
        return await mirror.CopyAsync(
            new ImageCopy
            {
                Source = new RegistryImageSource(
                    new RegistryClient(_http, new RegistryEndpoint(source.Address)), ImageReference.Parse($"{source.Address.Authority}/shop:1")),
                Target = new RegistryClient(_http, new RegistryEndpoint(ecr.Address, Host), Access(ecr, options: options)),
                TargetImage = ImageReference.Parse($"{Host}/team/shop:1"),
            },
            onProgress: null,
            Cancelled);
    }

    private async Task<StandaloneRegistry> SourceAsync()
    {
        var registry = await StandaloneRegistry.StartAsync(new StandaloneRegistryOptions { Port = 0 }, TimeProvider.System, Cancelled);
        var client = new RegistryClient(_http, new RegistryEndpoint(registry.Address));
        var config = await PushAsync(client, "{}", MediaTypes.OciConfig);
        var layer = await PushAsync(client, new string('x', 100_000), "application/vnd.oci.image.layer.v1.tar");
        var manifest = JsonSerializer.SerializeToUtf8Bytes(new { schemaVersion = 2, mediaType = MediaTypes.OciManifest, config, layers = new[] { layer } });
        await client.PutManifestAsync("shop", "1", new ManifestContent(MediaTypes.OciManifest, manifest), Cancelled);
        return registry;
    }

    private static async Task<object> PushAsync(RegistryClient client, string text, string mediaType)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var digest = Digest.Compute(bytes);
        var start = await client.StartUploadAsync("shop", digest, null, Cancelled);
        await client.UploadAsync("shop", start.Location!, digest, bytes.Length, new MemoryStream(bytes), Cancelled);
        return new { mediaType, digest = digest.ToString(), size = bytes.Length };
    }
}
