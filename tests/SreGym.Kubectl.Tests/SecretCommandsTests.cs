namespace SreGym.Kubectl.Tests;

public sealed class SecretCommandsTests(KubectlCluster cluster)
{
    private static readonly string[] s_create =
    [
        "create", "secret", "docker-registry", "regcred", "--docker-server=localhost:30500", "--docker-username=tester",
        "--docker-password=s3cret", "--docker-email=tester@example.com",
    ];

    [Fact]
    public async Task PullSecret_LivesThroughItsCommands()
    {
        var kubectl = await cluster.CreateNamespaceAsync("secrets");

        Assert.Equal("secret/regcred created (server dry run)\n", (await kubectl.RunAsync([.. s_create, "--dry-run=server"])).Ok().Text);
        Assert.Equal("secret/regcred created\n", (await kubectl.RunAsync(s_create)).Ok().Text);
        Assert.Equal(
            "error: failed to create secret secrets \"regcred\" already exists\n", (await kubectl.RunAsync(s_create)).Fails().Text);
        Assert.Equal(
            "NAME TYPE DATA AGE\nregcred kubernetes.io/dockerconfigjson 1 AGE", (await kubectl.RunAsync("get", "secrets")).Ok().Normalised);
        Assert.Equal(
            """
            Name: regcred
            Namespace: secrets
            Labels: <none>
            Annotations: <none>

            Type: kubernetes.io/dockerconfigjson

            Data
            ====
            .dockerconfigjson: 130 bytes
            """,
            (await kubectl.RunAsync("describe", "secret", "regcred")).Ok().Normalised);
        Assert.Contains(
            "\"username\":\"tester\"",
            System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(
                (await kubectl.RunAsync("get", "secret", "regcred", "-o", "jsonpath={.data.\\.dockerconfigjson}")).Ok().Output)),
            StringComparison.Ordinal);
        Assert.StartsWith("secret \"regcred\" deleted", (await kubectl.RunAsync("delete", "secret", "regcred")).Ok().Text, StringComparison.Ordinal);
        Assert.Equal(
            "Error from server (NotFound): secrets \"regcred\" not found\n", (await kubectl.RunAsync("get", "secret", "regcred")).Fails().Text);
    }

    [Fact]
    public async Task PullSecretWithBrokenContent_IsRefusedAsRecorded()
    {
        var kubectl = await cluster.CreateNamespaceAsync("secrets-bad");

        var result = await kubectl.RunWithInputAsync(
            """
            apiVersion: v1
            kind: Secret
            metadata: {name: bad}
            type: kubernetes.io/dockerconfigjson
            data: {.dockerconfigjson: "bm90IGpzb24="}
            """,
            "apply",
            "-f",
            "-");

        Assert.Equal(
            "The Secret \"bad\" is invalid: data[.dockerconfigjson]: Invalid value: \"<secret contents redacted>\": "
            + "invalid character 'o' in literal null (expecting 'u')\n",
            result.Fails().Text);
    }
}
