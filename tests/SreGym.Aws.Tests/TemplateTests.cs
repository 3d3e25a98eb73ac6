using System.Diagnostics;
using YamlDotNet.RepresentationModel;

namespace SreGym.Aws.Tests;

/// <summary>What the template promises, read from its structure.</summary>
public sealed class TemplateTests
{
    private static readonly string[] s_taggable =
    [
        "AWS::EC2::VPC", "AWS::EC2::InternetGateway", "AWS::EC2::Subnet", "AWS::EC2::RouteTable", "AWS::EC2::SecurityGroup",
        "AWS::EC2::Instance", "AWS::SecretsManager::Secret", "AWS::IAM::Role",
    ];

    private static YamlNode LaunchTemplate => TemplateFile.Load().At("Resources", "LaunchTemplate", "Properties", "LaunchTemplateData");

    [Fact]
    public void UserData_InTheTemplate_IsTheScriptBesideIt()
    {
        var parts = (YamlSequenceNode)LaunchTemplate.At("UserData", "Fn::Base64", "Fn::Join")[1];

        Assert.Equal(File.ReadAllText(TemplateFile.Script), parts[1].Text());
        Assert.True(new FileInfo(TemplateFile.Script).Length < 14_000, "User data has room for 16 KB.");
    }

    [Fact]
    public async Task Template_Linter_IsClean()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(path => File.Exists(Path.Combine(path, "cfn-lint"))),
            "cfn-lint is not installed.");
        using var linter = Process.Start(new ProcessStartInfo("cfn-lint", [TemplateFile.FilePath]) { RedirectStandardOutput = true })!;

        var findings = await linter.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await linter.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(linter.ExitCode == 0, findings);
    }

    [Fact]
    public void Template_Size_FitsIntoACall() => Assert.True(new FileInfo(TemplateFile.FilePath).Length < 51_200, "A call takes 51,200 bytes.");

    [Fact]
    public void LaunchTemplate_Metadata_RequiresTokensAndKeepsPodsOff()
    {
        var options = LaunchTemplate["MetadataOptions"];

        Assert.Equal("required", options["HttpTokens"].Text());
        Assert.Equal("1", options["HttpPutResponseHopLimit"].Text());
        Assert.Equal("terminate", LaunchTemplate["InstanceInitiatedShutdownBehavior"].Text());
    }

    [Fact]
    public void Resources_ThatCanCarryTags_CarryTheStacksTags()
    {
        var untagged = TemplateFile.Resources()
            .Where(entry => s_taggable.Contains(entry.Resource["Type"].Text()))
            .Where(entry => !Keys(entry.Resource["Properties"]["Tags"]).IsSupersetOf(["sregym:managed", "sregym:stack", "Name"]))
            .Select(entry => entry.Name);

        Assert.Empty(untagged);
        Assert.All((YamlSequenceNode)LaunchTemplate["TagSpecifications"], each => Assert.Contains("sregym:stack", Keys(each["Tags"])));
    }

    [Fact]
    public void Ingress_FromOutside_IsTheApiFromTheOperatorOnly()
    {
        var rules = TemplateFile.Resources().Where(entry => entry.Resource["Type"].Text() == "AWS::EC2::SecurityGroupIngress").ToList();
        var outside = Assert.Single(rules, rule => ((YamlMappingNode)rule.Resource["Properties"]).Children.ContainsKey("CidrIp")).Resource;

        Assert.Equal("OpensApi", outside["Condition"].Text());
        Assert.Equal("OperatorCidr", outside.At("Properties", "CidrIp").Text());
        Assert.Equal(("6443", "6443"), (outside.At("Properties", "FromPort").Text(), outside.At("Properties", "ToPort").Text()));
        Assert.DoesNotContain("SecurityGroupIngress:", File.ReadAllText(TemplateFile.FilePath), StringComparison.Ordinal);
    }

    [Fact]
    public void Instances_Each_AreAwaitedBySignal()
    {
        var instances = TemplateFile.Resources().Where(entry => entry.Resource["Type"].Text() == "AWS::EC2::Instance").ToList();

        Assert.Equal(4, instances.Count);
        Assert.All(instances, entry => Assert.Equal("1", entry.Resource.At("CreationPolicy", "ResourceSignal", "Count").Text()));
    }

    [Fact]
    public void Outputs_NameTheParameterAndHoldNoSecret()
    {
        var outputs = (YamlMappingNode)TemplateFile.Load()["Outputs"];

        Assert.Equal(["StackId", "KubeconfigParameter", "ServerInstanceId", "ApiIsOpen"], outputs.Children.Keys.Select(TemplateFile.Text));
        Assert.DoesNotContain("resolve:secretsmanager", File.ReadAllText(TemplateFile.FilePath), StringComparison.Ordinal);
        Assert.DoesNotContain("JoinToken", outputs.ToString(), StringComparison.Ordinal);
    }

    private static HashSet<string> Keys(YamlNode tags) => [.. ((YamlSequenceNode)tags).Select(tag => tag["Key"].Text())];
}
