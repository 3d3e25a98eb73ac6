namespace SreGym.Kubectl.Tests;

public sealed class AccessCommandsTests(KubectlCluster cluster)
{
    [Fact]
    public async Task CanI_AnswersByRbac()
    {
        var kubectl = await cluster.CreateNamespaceAsync("access");

        Assert.Equal("yes\n", (await kubectl.RunAsync("auth", "can-i", "create", "deployments")).Ok().Text);
        Assert.Equal(
            "no\n", (await kubectl.RunAsync("auth", "can-i", "delete", "secrets", "--as=system:serviceaccount:access:default")).Fails().Text);
        Assert.Equal(
            "Error from server (Forbidden): secrets is forbidden: User \"system:serviceaccount:access:default\" cannot list resource \"secrets\" "
            + "in API group \"\" in the namespace \"access\"\n",
            (await kubectl.RunAsync("get", "secrets", "--as=system:serviceaccount:access:default")).Fails().Text);
    }

    [Fact]
    public async Task CanIList_ShowsTheRulesOfAServiceAccount()
    {
        var kubectl = await cluster.CreateNamespaceAsync("access-list");
        (await kubectl.RunAsync("create", "serviceaccount", "robot")).Ok();
        (await kubectl.RunAsync("create", "role", "reader", "--verb=get,list", "--resource=pods")).Ok();
        (await kubectl.RunAsync("create", "rolebinding", "reader", "--role=reader", "--serviceaccount=access-list:robot")).Ok();

        var rules = (await kubectl.RunAsync("auth", "can-i", "--list", "--as=system:serviceaccount:access-list:robot")).Ok().Normalised;

        Assert.Contains("pods [] [] [get list]", rules, StringComparison.Ordinal);
        Assert.Contains("selfsubjectaccessreviews.authorization.k8s.io [] [] [create]", rules, StringComparison.Ordinal);
        Assert.Equal("yes\n", (await kubectl.RunAsync("auth", "can-i", "list", "pods", "--as=system:serviceaccount:access-list:robot")).Ok().Text);
    }

    [Fact]
    public async Task WhoAmI_NamesTheAdministrator()
    {
        var result = (await cluster.Kubectl.RunAsync("auth", "whoami")).Ok().Normalised;

        Assert.Contains("Username kubernetes-admin", result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongToken_IsUnauthorised()
    {
        var result = await cluster.Kubectl.RunAsync("get", "pods", "--token=wrong");

        Assert.Contains("error: You must be logged in to the server (", result.Fails().Error, StringComparison.Ordinal);
    }
}
