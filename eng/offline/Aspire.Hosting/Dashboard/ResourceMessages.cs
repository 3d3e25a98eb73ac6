using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Proto;
using Aspire.Hosting.Running;
using Google.Protobuf.WellKnownTypes;
using HealthStatus = Aspire.Hosting.Dashboard.Proto.HealthStatus;
using ProtoResource = Aspire.Hosting.Dashboard.Proto.Resource;

namespace Aspire.Hosting.Dashboard;

/// <summary>Snapshots in the dashboard's words.</summary>
internal static class ResourceMessages
{
    public static ProtoResource Describe(ResourceSnapshot snapshot)
    {
        var resource = snapshot.Resource;
        var message = new ProtoResource
        {
            Name = snapshot.InstanceName,
            DisplayName = resource.Name,
            Uid = snapshot.InstanceName,
            ResourceType = resource switch
            {
                ProjectResource => "Project",
                ExecutableResource => "Executable",
                ParameterResource => "Parameter",
                _ => resource.GetType().Name,
            },
            State = snapshot.State,
            StateStyle = snapshot.State switch
            {
                KnownStates.FailedToStart or KnownStates.FailedToProvision => "error",
                KnownStates.ValueMissing => "warning",
                KnownStates.Finished when snapshot.ExitCode is not (null or 0 or 143) => "error",
                _ => "",
            },
            CreatedAt = snapshot.CreatedAt.ToTimestamp(),
            StartedAt = snapshot.StartedAt?.ToTimestamp(),
            StoppedAt = snapshot.StoppedAt?.ToTimestamp(),
            SupportsDetailedTelemetry = resource is ProjectResource,
            IconName = resource.Annotations.OfType<ResourceIconAnnotation>().LastOrDefault()?.IconName ?? "",
        };
        message.Environment.AddRange(snapshot.Environment.Select(entry =>
            new EnvironmentVariable { Name = entry.Key, Value = entry.Value, IsFromSpec = true }));
        message.HealthReports.AddRange(snapshot.State == KnownStates.Running ? snapshot.Health.Select(Describe) : []);
        message.Relationships.AddRange(resource.Annotations.OfType<ResourceRelationshipAnnotation>()
            .Select(relationship => new ResourceRelationship { ResourceName = relationship.Resource.Name, Type = relationship.Type }));
        message.Urls.AddRange(DescribeUrls(snapshot));
        message.Properties.AddRange(DescribeProperties(snapshot));
        message.Commands.AddRange(DescribeCommands(snapshot));
        return message;
    }

    private static HealthReport Describe(ResourceHealth health)
    {
        var report = new HealthReport { Key = health.Key, Description = health.Description ?? "", LastRunAt = health.LastRunAt?.ToTimestamp() };
        if (health.Status is { } status)
        {
            report.Status = status switch
            {
                Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy => HealthStatus.Healthy,
                Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Degraded => HealthStatus.Degraded,
                _ => HealthStatus.Unhealthy,
            };
        }

        return report;
    }

    private static IEnumerable<Url> DescribeUrls(ResourceSnapshot snapshot)
    {
        var resource = snapshot.Resource;
        var inactive = snapshot.State != KnownStates.Running;
        if (resource is IResourceWithEndpoints owner)
        {
            foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>().Where(endpoint => endpoint.IsAllocated))
            {
                var reference = new EndpointReference(owner, endpoint.Name);
                var annotation = new ResourceUrlAnnotation { Url = reference.Url, Endpoint = reference };
                foreach (var callback in resource.Annotations.OfType<EndpointUrlCallbackAnnotation>().Where(callback => callback.EndpointName == endpoint.Name))
                {
                    callback.Callback(annotation);
                }

                yield return Describe(annotation, endpoint.Name, inactive);
            }
        }

        foreach (var url in resource.Annotations.OfType<ResourceUrlAnnotation>())
        {
            yield return Describe(url, "", inactive);
        }
    }

    private static Url Describe(ResourceUrlAnnotation url, string endpointName, bool inactive) => new()
    {
        EndpointName = endpointName,
        FullUrl = url.Url,
        IsInactive = inactive,
        DisplayProperties = new UrlDisplayProperties { DisplayName = url.DisplayText ?? "", SortOrder = url.DisplayOrder ?? 0 },
    };

    private static IEnumerable<ResourceProperty> DescribeProperties(ResourceSnapshot snapshot)
    {
        switch (snapshot.Resource)
        {
            case ParameterResource parameter:
                yield return Property("Value", parameter.Find() ?? "", parameter.Secret);
                yield break;
            case ProjectResource project:
                yield return Property("project.path", project.Annotations.OfType<IProjectMetadata>().Last().ProjectPath);
                break;
            case ExecutableResource executable:
                yield return Property("executable.path", executable.Command);
                yield return Property("executable.workDir", executable.WorkingDirectory);
                yield return Property("executable.args", string.Join(' ', snapshot.Arguments));
                break;
        }

        if (snapshot.ProcessId is { } pid)
        {
            yield return Property("executable.pid", pid.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        if (snapshot.ExitCode is { } exitCode)
        {
            yield return Property("resource.exitCode", exitCode.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        if (snapshot.WaitingFor.Count > 0)
        {
            yield return Property("resource.waitingFor", string.Join(", ", snapshot.WaitingFor));
        }
    }

    private static ResourceProperty Property(string name, string value, bool sensitive = false) =>
        new() { Name = name, Value = Value.ForString(value), IsSensitive = sensitive };

    private static IEnumerable<Command> DescribeCommands(ResourceSnapshot snapshot)
    {
        if (snapshot.Resource is ProjectResource or ExecutableResource)
        {
            var running = snapshot.State is KnownStates.Running or KnownStates.Waiting or KnownStates.Starting;
            yield return BuiltIn(ResourceCommands.Start, "Start", "Play", !running);
            yield return BuiltIn(ResourceCommands.Stop, "Stop", "Stop", running);
            yield return BuiltIn(ResourceCommands.Restart, "Restart", "ArrowCounterclockwise", running, CommandState.Disabled);
        }

        foreach (var own in snapshot.Resource.Annotations.OfType<ResourceCommandAnnotation>())
        {
            yield return new Command
            {
                Name = own.Name,
                DisplayName = own.DisplayName,
                DisplayDescription = own.Options.Description ?? "",
                ConfirmationMessage = own.Options.ConfirmationMessage ?? "",
                IsHighlighted = own.Options.IsHighlighted,
                IconName = own.Options.IconName ?? "",
                IconVariant = own.Options.IconVariant == IconVariant.Filled ? 1 : 0,
                State = CommandState.Enabled,
            };
        }
    }

    private static Command BuiltIn(string name, string display, string icon, bool enabled, CommandState otherwise = CommandState.Hidden) => new()
    {
        Name = name,
        DisplayName = display,
        IconName = icon,
        IconVariant = 1,
        IsHighlighted = true,
        State = enabled ? CommandState.Enabled : otherwise,
    };
}
