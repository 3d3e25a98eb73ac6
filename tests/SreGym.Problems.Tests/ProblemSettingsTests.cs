using SreGym.Problems.ImagePull.MissingImagePullSecret;

namespace SreGym.Problems.Tests;

public sealed class ProblemSettingsTests
{
    private static Problem Problem => MissingImagePullSecret.Problem;

    [Fact]
    public void Resolve_NothingChosen_TakesEveryDefault()
    {
        var settings = ProblemSettings.Resolve(Problem, []);

        Assert.Equal(Problem.Options.Select(option => KeyValuePair.Create(option.Name, option.DefaultValue)), settings.Values);
        Assert.Equal(["recommendation"], Problem.FindTargets(settings));
    }

    [Fact]
    public void Resolve_SeveralServices_TargetsThemInTheApplicationsOrder()
    {
        var settings = ProblemSettings.Resolve(Problem, [KeyValuePair.Create("services", "rate, geo")]);

        Assert.Equal(["geo", "rate"], Problem.FindTargets(settings));
    }

    [Fact]
    public void Resolve_All_TargetsEveryService()
    {
        var settings = ProblemSettings.Resolve(Problem, [KeyValuePair.Create("services", "all")]);

        Assert.Equal(Problem.Profile.Services, Problem.FindTargets(settings));
    }

    [Theory]
    [InlineData("colour", "red", "no option 'colour'")]
    [InlineData("breadcrumb", "map", "does not take 'map'")]
    [InlineData("services", "payments", "does not take 'payments'")]
    [InlineData("services", "", "does not take ''")]
    [InlineData("services", ",", "does not take ','")]
    [InlineData("decoys", "-1", "does not take '-1'")]
    [InlineData("kubelet_events", "1.28", "does not take '1.28'")]
    public void Resolve_WhatTheProblemDoesNotKnow_IsRefused(string name, string value, string message)
    {
        var error = Assert.Throws<ProblemOptionException>(() => ProblemSettings.Resolve(Problem, [KeyValuePair.Create(name, value)]));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Catalogue_EveryProblem_IsCompleteAndItsDefaultsAreAllowed()
    {
        Assert.All(ProblemCatalogue.All, problem =>
        {
            Assert.Matches("^[a-z][a-z0-9_]*$", problem.Id);
            Assert.Same(problem, ProblemCatalogue.Find(problem.Id));
            Assert.NotEmpty(problem.Checks);
            Assert.All(problem.Options, option => Assert.True(option.Allows(option.DefaultValue), option.Name));
            Assert.NotEmpty(problem.Fault.ListRequiredImages(ProblemSettings.Resolve(problem, [])));
        });
        Assert.Equal(ProblemCatalogue.All.Count, ProblemCatalogue.Ids.Distinct().Count());
        Assert.Null(ProblemCatalogue.Find("no_such_problem"));
    }
}
