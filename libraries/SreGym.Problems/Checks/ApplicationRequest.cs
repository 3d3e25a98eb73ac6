using System.Globalization;
using SreGym.Problems.Applications;
using SreGym.Problems.Baselines;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Checks;

/// <summary>A request that shows whether services work.</summary>
/// <param name="Service">Service and port, as the API server's proxy names them.</param>
/// <param name="PathAndQuery">What is asked for.</param>
/// <param name="DependsOn">The services that must work for it to be answered.</param>
public sealed record ApplicationRequest(string Service, string PathAndQuery, IReadOnlyList<string> DependsOn)
{
    /// <summary>How it is named in a baseline.</summary>
    public string Key => Service + PathAndQuery;

    /// <summary>Short form for people, without the query.</summary>
    public string ShortName => $"{Service.Split(':')[0]}{PathAndQuery.Split('?')[0]}";

    /// <summary>The application's own endpoints, and the root of every service's first port.</summary>
    public static IReadOnlyList<ApplicationRequest> ListAll(ApplicationProfile profile, Baseline baseline)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(baseline);
        var own = profile.Endpoints.Select(endpoint => new ApplicationRequest(profile.EntryPoint, endpoint.PathAndQuery, endpoint.DependsOn));
        var roots = baseline.List("Service", profile.Namespace)
            .Where(service => profile.Services.Contains(service.Name()))
            .Select(service => (Name: service.Name(), Port: service.Items("spec", "ports").FirstOrDefault().Number("port")))
            .Select(service => new ApplicationRequest(
                string.Create(CultureInfo.InvariantCulture, $"{service.Name}:{service.Port}"), "/", [service.Name]));
        return [.. own, .. roots];
    }

    /// <summary>Sends it.</summary>
    public Task<ProxyResponse> SendAsync(SubjectApi subject, string @namespace, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return subject.GetThroughServiceAsync(@namespace, Service, PathAndQuery, cancellationToken);
    }
}
