namespace Aspire.Hosting.AWS;

public interface IAWSSDKConfig
{
    string? Profile { get; set; }

    string? Region { get; set; }
}
