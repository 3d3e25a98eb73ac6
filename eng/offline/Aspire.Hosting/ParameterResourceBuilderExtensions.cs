using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static class ParameterResourceBuilderExtensions
{
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        builder.AddParameterResource(name, () => null, secret);

    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false) =>
        builder.AddParameterResource(name, () => value, secret);

    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, Func<string> valueGetter, bool publishValueAsDefault = false, bool secret = false) =>
        builder.AddParameterResource(name, valueGetter, secret);

    // What the configuration says wins over the value in the code.
    private static IResourceBuilder<ParameterResource> AddParameterResource(
        this IDistributedApplicationBuilder builder, string name, Func<string?> fallback, bool secret)
    {
        var configuration = builder.Configuration;
        return builder.AddResource(new ParameterResource(name, Find, secret));

        string? Find() => configuration[$"Parameters:{name}"]
            ?? configuration[$"Parameters:{name.Replace('-', '_')}"]
            ?? fallback();
    }
}
