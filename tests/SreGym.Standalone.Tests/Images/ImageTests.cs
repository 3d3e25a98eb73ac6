namespace SreGym.Standalone.Tests.Images;

[Collection(ImageCollection.Name)]
public sealed class ImageTests
{
    private readonly PublishedImage _image;

    public ImageTests(PublishedImage image)
    {
        Assert.SkipWhen(image.WhyNot is not null, $"The image cannot be published here: {image.WhyNot}.");
        _image = image;
    }

    [Fact]
    public void EntryPoint_IsAFileOfTheImage()
    {
        Assert.Equal("dotnet", _image.Defaults.Entrypoint![0]);
        Assert.Contains(_image.Defaults.Entrypoint[1], _image.Files);
    }

    [Fact]
    public void User_IsANumberAndNotRoot()
    {
        Assert.True(int.TryParse(_image.Defaults.User, out var number), $"User '{_image.Defaults.User}' is no number.");
        Assert.NotEqual(0, number);
    }

    [Fact]
    public void Ports_AreTheThreeListeners() =>
        Assert.Equal(["8000/tcp", "8080/tcp", "8443/tcp"], _image.Defaults.ExposedPorts!.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("org.opencontainers.image.title", "sregym")]
    [InlineData("org.opencontainers.image.licenses", "MIT")]
    [InlineData("org.opencontainers.image.version", "0.1.0")]
    public void Label_HasItsValue(string name, string value) => Assert.Equal(value, _image.Defaults.Labels![name]);

    [Theory]
    [InlineData("SreGym.Agents.Reference")]
    [InlineData("SreGym.Agents.Scripted")]
    public void Agent_LiesWhereTheConductorLooks(string project) =>
        Assert.Contains($"/app/agents/{project}/release/{project}.dll", _image.Files);

    [Fact]
    public void Files_AreOfThisPlatformAndNeededToRun()
    {
        Assert.Contains(_image.Files, file => file.StartsWith("/app/runtimes/linux-x64/", StringComparison.Ordinal));
        Assert.DoesNotContain(_image.Files, file =>
            file.StartsWith("/app/runtimes/", StringComparison.Ordinal) && !file.StartsWith("/app/runtimes/linux-x64/", StringComparison.Ordinal));
        Assert.DoesNotContain(_image.Files, file => file.StartsWith("/app/SreGym.", StringComparison.Ordinal) && file.EndsWith(".xml", StringComparison.Ordinal));
        Assert.All(_image.Files, file => Assert.StartsWith("/app/", file, StringComparison.Ordinal));
    }

    [Fact]
    public void Secrets_AreNotInIt()
    {
        string[] endings = [".pem", ".key", ".pfx", ".env", "harness-token", "/config.json", "Development.json", ".kubeconfig"];

        Assert.DoesNotContain(PublishedImage.Password, _image.ConfigJson, StringComparison.Ordinal);
        Assert.DoesNotContain(_image.Defaults.Env!, variable => variable.Contains("TOKEN", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(_image.Files, file => endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)));
    }
}
