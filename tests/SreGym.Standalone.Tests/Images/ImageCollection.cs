namespace SreGym.Standalone.Tests.Images;

[CollectionDefinition(Name)]
public sealed class ImageCollection : ICollectionFixture<PublishedImage>
{
    public const string Name = "image";
}
