using SreGym.Simulation.Schema;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.OpenApi;

/// <summary>Names of the published schemas, which are the names of the Go packages reversed.</summary>
internal static class OpenApiNames
{
    public static string Of(SchemaMessage message)
    {
        var dot = message.Name.IndexOf('.', StringComparison.Ordinal);
        var slash = message.Name.IndexOf('/', StringComparison.Ordinal);
        var (group, version) = (message.Name[..slash], message.Name[(slash + 1)..dot]);
        var package = group switch
        {
            "meta" => "io.k8s.apimachinery.pkg.apis.meta",
            "apiextensions" => "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions",
            _ => $"io.k8s.api.{group}",
        };
        return $"{package}.{version}.{message.Name[(dot + 1)..]}";
    }

    public static string OfKind(ResourceType type) =>
        KubernetesSchema.FindKind(type.Group, type.Version, type.Kind) is { } message
            ? Of(message)
            : $"{string.Join('.', type.Group.Split('.').Reverse())}.{type.Version}.{type.Kind}";

    public static string Reference(OpenApiForm form, string name) =>
        (form == OpenApiForm.V3 ? "#/components/schemas/" : "#/definitions/") + name;
}
