using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace SreGym.EndToEnd.Tests;

/// <summary>Everything that the emulator's API tells about a stack. It takes calls without checking their signature.</summary>
internal static class AwsStack
{
    private const string Form = "application/x-www-form-urlencoded";

    private static readonly (string Place, string Service, string Call)[] s_calls =
    [
        ("template", "cloudformation", "Action=GetTemplate&Version=2010-05-15&StackName="),
        ("parameters, outputs and tags", "cloudformation", "Action=DescribeStacks&Version=2010-05-15&StackName="),
        ("events", "cloudformation", "Action=DescribeStackEvents&Version=2010-05-15&StackName="),
        ("resources", "cloudformation", "Action=DescribeStackResources&Version=2010-05-15&StackName="),
        ("tags of resources", "ec2", "Action=DescribeTags&Version=2016-11-15#"),
    ];

    /// <summary>Makes it as a run without any option about it does.</summary>
    public static async Task CreateAsync(string region, string stack, CancellationToken cancellationToken)
    {
        var parameters = new Dictionary<string, string>
        {
            ["K3sVersion"] = "v1.36.4+k3s1",
            ["K3sSha256"] = new('0', 64),
            ["K3sUrl"] = "https://example.org/k3s",
            ["OperatorCidr"] = "203.0.113.7/32",
        };
        using var form = new FormUrlEncodedContent(
        [
            new("Action", "CreateStack"),
            new("Version", "2010-05-15"),
            new("StackName", stack),
            new("Capabilities.member.1", "CAPABILITY_IAM"),
            new("TemplateBody", await File.ReadAllTextAsync(Path.Combine(Repository.Root, "SreGym.AppHost/Aws/target-cluster.template.yaml"), cancellationToken)),
            .. parameters.Index().Select(each => KeyValuePair.Create($"Parameters.member.{each.Index + 1}.ParameterKey", each.Item.Key)),
            .. parameters.Index().Select(each => KeyValuePair.Create($"Parameters.member.{each.Index + 1}.ParameterValue", each.Item.Value)),
        ]);
        await CallAsync(region, "cloudformation", null, await form.ReadAsStringAsync(cancellationToken), Form, cancellationToken);
    }

    /// <summary>Deletes it.</summary>
    public static Task DeleteAsync(string region, string stack, CancellationToken cancellationToken) =>
        CallAsync(region, "cloudformation", null, $"Action=DeleteStack&Version=2010-05-15&StackName={stack}", Form, cancellationToken);

    /// <summary>What stands in which place; user data decoded.</summary>
    public static async Task<Dictionary<string, string>> ReadAsync(string region, string stack, CancellationToken cancellationToken)
    {
        var places = new Dictionary<string, string>();
        foreach (var (place, service, call) in s_calls)
        {
            var form = call.EndsWith('#') ? call.TrimEnd('#') : call + stack;
            places[place] = await CallAsync(region, service, null, form, Form, cancellationToken);
        }

        var template = Find(places["resources"], "PhysicalResourceId").First(id => id.StartsWith("lt-", StringComparison.Ordinal));
        var versions = await CallAsync(
            region,
            "ec2",
            null,
            $"Action=DescribeLaunchTemplateVersions&Version=2016-11-15&LaunchTemplateId={template}",
            Form,
            cancellationToken);
        places["launch template"] = versions;
        places["user data"] = Encoding.UTF8.GetString(Convert.FromBase64String(Find(versions, "userData").First()));
        return places;
    }

    /// <summary>The value of a secret of Secrets Manager.</summary>
    public static async Task<string> ReadSecretAsync(string region, string name, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(
            region, "secretsmanager", "secretsmanager.GetSecretValue", $$"""{"SecretId":"{{name}}"}""", "application/x-amz-json-1.1", cancellationToken);
        return (string)JsonNode.Parse(answer)!["SecretString"]!;
    }

    private static IEnumerable<string> Find(string answer, string name) =>
        XElement.Parse(answer).Descendants().Where(element => element.Name.LocalName == name).Select(element => element.Value);

    private static async Task<string> CallAsync(
        string region, string service, string? target, string body, string type, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, AwsEmulator.Endpoint);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential=test/20260101/{region}/{service}/aws4_request, SignedHeaders=host, Signature=0");
        if (target is not null)
        {
            request.Headers.Add("x-amz-target", target);
        }

        using var answer = await http.SendAsync(request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.IsSuccessStatusCode ? text : throw new HttpRequestException($"{service}: {body}: {text}");
    }
}
