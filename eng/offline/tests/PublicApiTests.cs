using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace SreGym.Offline.Tests;

/// <summary>The stand-ins declare nothing that the list of the real packages' signatures does not have.</summary>
public sealed partial class PublicApiTests
{
    private static readonly string s_signatures = Spaces().Replace(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "signatures.txt")), " ").Replace(", ", ",", StringComparison.Ordinal);

    private static readonly NullabilityInfoContext s_nullability = new();

    // Types of the real packages that the list, which is about methods, does not spell out.
    private static readonly HashSet<string> s_known =
    [
        "IResource", "Resource", "IResourceAnnotation", "ResourceAnnotationCollection", "IResourceCollection", "DistributedApplicationModel",
        "DistributedApplicationException",
        "IResourceWithArgs", "IManifestExpressionProvider", "EnvironmentCallbackAnnotation", "CommandLineArgsCallbackAnnotation",
        "ExplicitStartupAnnotation", "HealthCheckAnnotation", "WaitType", "WaitAnnotation", "ResourceRelationshipAnnotation",
        "ResourceIconAnnotation", "ResourceCommandAnnotation", "DistributedApplicationEventSubscription", "IDistributedApplicationEvent",
        "DistributedApplicationOperation", "DistributedApplicationOptions", "IAWSSDKConfig",
    ];

    public static TheoryData<string> ExtensionClasses => [.. Exported().Where(IsExtensionClass).Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(ExtensionClasses))]
    public void ExtensionMethod_EachOverload_IsInTheList(string className)
    {
        var type = Exported().Single(candidate => candidate.FullName == className);
        Assert.Contains(type.Name, s_signatures, StringComparison.Ordinal);

        var strangers = type.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => !IsListed(method)).Select(Describe);

        Assert.Empty(strangers);
    }

    [Fact]
    public void PublicType_Each_IsInTheListOrKnown()
    {
        var strangers = Exported()
            .Where(type => !IsOfTheCdk(type) && !type.IsNested && !s_known.Contains(NameOf(type)) && !s_signatures.Contains(NameOf(type), StringComparison.Ordinal))
            .Select(type => type.FullName);

        Assert.Empty(strangers);
    }

    private static IEnumerable<Type> Exported() =>
        typeof(DistributedApplication).Assembly.GetExportedTypes().Concat(typeof(SDKResourceExtensions).Assembly.GetExportedTypes());

    // The application host's part that speaks the CDK compiles against Amazon.CDK.Lib too; these let it compile without.
    private static bool IsOfTheCdk(Type type) => type.Namespace!.StartsWith("Amazon.CDK", StringComparison.Ordinal) || type.Namespace == "Constructs";

    private static bool IsExtensionClass(Type type) => type.IsDefined(typeof(ExtensionAttribute), inherit: false);

    // Parameter names are left out of the list where overloads share them; types, and optional parameters whole, are not.
    private static bool IsListed(MethodInfo method) =>
        s_signatures.Contains(method.Name, StringComparison.Ordinal)
        && method.GetParameters().Skip(1).All(parameter => parameter.HasDefaultValue
            ? Lists($"{NameOf(parameter)} {parameter.Name} = {DefaultOf(parameter)}") || Lists($"{NameOf(parameter)} = {DefaultOf(parameter)}")
            : Lists(NameOf(parameter)) || Lists(EventName().Replace(NameOf(parameter), "TEvent").Replace("Func<", "", StringComparison.Ordinal)));

    private static bool Lists(string text) => s_signatures.Contains(text, StringComparison.Ordinal);

    private static string Describe(MethodInfo method) =>
        $"{method.Name}({string.Join(", ", method.GetParameters().Skip(1).Select(parameter => $"{NameOf(parameter)} {parameter.Name}"))})";

    private static string DefaultOf(ParameterInfo parameter) => parameter.RawDefaultValue switch
    {
        null => "null",
        bool value => value ? "true" : "false",
        string value => $"\"{value}\"",
        var value when parameter.ParameterType.IsEnum => Enum.ToObject(parameter.ParameterType, value).ToString()!,
        var value => value.ToString()!,
    };

    private static string NameOf(ParameterInfo parameter)
    {
        var type = parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
        var isNullable = !type.IsValueType && s_nullability.Create(parameter).WriteState == NullabilityState.Nullable;
        return NameOf(type) + (isNullable && !type.IsGenericParameter ? "?" : "");
    }

    private static string NameOf(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return NameOf(underlying) + "?";
        }

        if (type.IsArray)
        {
            return NameOf(type.GetElementType()!) + "[]";
        }

        var name = type.Name switch
        {
            "String" => "string",
            "Int32" => "int",
            "Boolean" => "bool",
            "Object" => "object",
            "IResourceBuilder`1" => "B",
            var plain => plain.Split('`')[0],
        };
        return !type.IsGenericType || type.IsGenericTypeDefinition ? name
            : name == "B" && type.GetGenericArguments()[0].IsGenericParameter ? "B<T>"
            : $"{name}<{string.Join(',', type.GetGenericArguments().Select(NameOf))}>";
    }

    [GeneratedRegex(@"\w+Event\b")]
    private static partial Regex EventName();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
