using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Running;

/// <param name="Status">Null until the check has run once.</param>
internal sealed record ResourceHealth(string Key, HealthStatus? Status, string? Description = null, DateTimeOffset? LastRunAt = null);
