using Microsoft.Extensions.Logging.Abstractions;
using SreGym.Conductor.Targets;
using SreGym.Conductor.Targets.Aws;

namespace SreGym.Conductor.Tests.Targets;

/// <summary>The AWS target as the Conductor composes it.</summary>
internal static class AwsTargets
{
    public static AwsTarget Create(AwsOptions? options = null)
    {
        var aws = Microsoft.Extensions.Options.Options.Create(options ?? new AwsOptions());
        var sessions = new SessionManager(aws);
        var forwards = new SessionForwards(sessions, TimeProvider.System, NullLogger<SessionForwards>.Instance);
        var time = TimeProvider.System;
        return new AwsTarget(new KubeconfigParameter(time), new StackHistory(time), sessions, forwards, aws, time);
    }
}
