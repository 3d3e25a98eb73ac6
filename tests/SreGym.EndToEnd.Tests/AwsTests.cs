using System.Diagnostics;

namespace SreGym.EndToEnd.Tests;

/// <summary>./run --target aws: what it says before anything is made, the stack, and its end.</summary>
public sealed class AwsTests
{
    private static readonly string[] s_cluster =
        ["--target", "aws", "--region", "ca-central-1", "--operator-cidr", "203.0.113.7/32"];

    [Theory]
    [InlineData("no credentials", "--region", "eu-central-1")]
    [InlineData("no region", "--once")]
    public async Task Run_WithoutAccess_SaysInOneLineWhatIsMissingAndExitsWith2InTime(string missing, params string[] arguments)
    {
        var began = Stopwatch.GetTimestamp();
        await using var run = Run.StartWith(AwsEmulator.Access(null), ["--target", "aws", .. arguments]);

        Assert.Equal(2, await run.WaitForExitAsync());
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(10));
        Assert.Contains(missing, Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("--operator-cidr", "--region", "eu-central-1")]
    [InlineData("--k3s-sha256", "--region", "eu-central-1", "--operator-cidr", "203.0.113.7/32", "--k3s-version", "v1.33.5+k3s1")]
    public async Task Run_WhatHasNoDefaultHere_IsAskedForByName(string missing, params string[] arguments)
    {
        AwsEmulator.Require();
        await using var run = Run.StartWith(AwsEmulator.Access(AwsEmulator.Endpoint), ["--target", "aws", .. arguments]);

        Assert.Equal(2, await run.WaitForExitAsync());
        Assert.Contains(missing, Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NobodyAgreesToTheCosts_NamesThemAndMakesNothing()
    {
        AwsEmulator.Require();
        await using var run = Run.StartWith(AwsEmulator.Access(AwsEmulator.Endpoint), s_cluster);

        Assert.Equal(2, await run.WaitForExitAsync());
        Assert.Contains("per hour", run.Error, StringComparison.Ordinal);
        Assert.Contains("--yes", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("CREATE_IN_PROGRESS", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_InstanceCannotBeMade_NamesItWithItsReasonAndLeavesNothing()
    {
        AwsEmulator.Require();
        await using var run = Run.StartWith(AwsEmulator.Access(AwsEmulator.Endpoint), [.. s_cluster, "--yes", "--once", "--instance-type", "t3.nonsense"]);

        Assert.Equal(2, await run.WaitForExitAsync());
        Assert.Contains("Server (AWS::EC2::Instance) CREATE_FAILED", run.Error, StringComparison.Ordinal);
        await using var destroy = Run.StartWith(AwsEmulator.Access(AwsEmulator.Endpoint), "--target", "aws", "--region", "ca-central-1", "--destroy");
        Assert.Equal(0, await destroy.WaitForExitAsync());
        Assert.Contains("nothing is left", destroy.Error, StringComparison.Ordinal);
    }
}
