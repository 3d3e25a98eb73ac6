using System.Globalization;
using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Running;

/// <summary>
/// <c>services__name__key__n</c> and <c>NAME_ENDPOINT</c>: the key is the scheme for endpoints named http or https,
/// the endpoint's name for every other one.
/// </summary>
internal static partial class ServiceDiscoveryVariables
{
    public static void Add(Dictionary<string, object> variables, IResourceWithEndpoints source, IEnumerable<EndpointAnnotation> endpoints)
    {
        foreach (var endpoint in endpoints)
        {
            var reference = new EndpointReference(source, endpoint.Name);
            var key = endpoint.Name is "http" or "https" ? endpoint.UriScheme : endpoint.Name;
            var index = 0;
            while (!variables.TryAdd($"services__{source.Name}__{key}__{index.ToString(CultureInfo.InvariantCulture)}", reference))
            {
                index++;
            }

            variables[$"{Encode(source.Name)}_{Encode(endpoint.Name)}"] = reference;
        }
    }

    private static string Encode(string name) => NonAlphanumeric().Replace(name, "_").ToUpperInvariant();

    [GeneratedRegex("[^a-zA-Z0-9]")]
    private static partial Regex NonAlphanumeric();
}
