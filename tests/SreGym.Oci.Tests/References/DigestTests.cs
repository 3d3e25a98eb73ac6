using SreGym.Oci.References;

namespace SreGym.Oci.Tests.References;

public sealed class DigestTests
{
    // image-spec, "Digests": the digest of "a small string"-like content is its algorithm, a colon and lower-case hex.
    private const string EmptySha256 = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Fact]
    public void Compute_EmptyContent_IsTheKnownHash() => Assert.Equal(EmptySha256, Digest.Compute([]).ToString());

    [Theory]
    [InlineData("sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")]
    [InlineData("sha256:e3b0")]
    [InlineData("sha512:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("md5:d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("sha256:../../../../../../etc/passwd")]
    [InlineData("")]
    [InlineData(null)]
    public void TryParse_MalformedDigest_IsRefused(string? text) => Assert.False(Digest.TryParse(text, out _));

    [Fact]
    public async Task VerifyingStream_RightContent_ReadsToTheEnd()
    {
        await using var stream = new VerifyingStream(new MemoryStream("abc"u8.ToArray()), Digest.Compute("abc"u8), 3);
        using var reader = new StreamReader(stream);

        Assert.Equal("abc", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("abd", 3)]
    [InlineData("ab", 3)]
    [InlineData("abcd", 3)]
    [InlineData("abcd", null)]
    public async Task VerifyingStream_OtherContent_ThrowsAtTheEnd(string content, int? length)
    {
        await using var stream = new VerifyingStream(
            new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content)), Digest.Compute("abc"u8), length);

        await Assert.ThrowsAsync<DigestMismatchException>(() => stream.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken));
    }
}
