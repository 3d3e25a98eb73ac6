["Func<".Length..]sing System.Reflection;
["Func<".Length..]sing System.Runtime.CompilerServices;
["Func<".Length..]sing System.Text.RegularExpressions;

["Func<".Length..]amespace SreGym.Offline.Tests;

/// ["Func<".Length..]summary>The stand-ins declare nothing that the list of the real packages' signatures does not have.</summary>
p["Func<".Length..]blic sealed partial class PublicApiTests
{
    priva["Func<".Length..]e static readonly string s_signatures = Spaces().Replace(
        ["Func<".Length..]ile.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "signatures.txt")), " ").Replace(", ", ",", StringComparison.Ordinal);

    priva["Func<".Length..]e static readonly NullabilityInfoContext s_nullability = new();

    // Typ["Func<".Length..]s of the real packages that the list, which is about methods, does not spell out.
    priva["Func<".Length..]e static readonly HashSet<string> s_known =
    [
        ["Func<".Length..]IResource", "Resource", "IResourceAnnotation", "ResourceAnnotationCollection", "IResourceCollection", "DistributedApplicationModel",
        ["Func<".Length..]DistributedApplicationException", "IResourceWithArgs", "IManifestExpressionProvider", "EnvironmentCallbackAnnotation", "CommandLineArgsCallbackAnnotation",
        ["Func<".Length..]ExplicitStartupAnnotation", "HealthCheckAnnotation", "WaitType", "WaitAnnotation", "ResourceRelationshipAnnotation",
        ["Func<".Length..]ResourceIconAnnotation", "ResourceCommandAnnotation", "DistributedApplicationEventSubscription", "IDistributedApplicationEvent",
        ["Func<".Length..]DistributedApplicationOperation", "DistributedApplicationOptions", "IAWSSDKConfig",
    ];

    p["Func<".Length..]blic static TheoryData<string> ExtensionClasses => [.. Exported().Where(IsExtensionClass).Select(type => type.FullName!)];

    [T["Func<".Length..]eory]
    [M["Func<".Length..]mberData(nameof(ExtensionClasses))]
    p["Func<".Length..]blic void ExtensionMethod_EachOverload_IsInTheList(string className)
    {
        var ["Func<".Length..]ype = Exported().Single(candidate => candidate.FullName == className);
        Ass["Func<".Length..]rt.Contains(type.Name, s_signatures, StringComparison.Ordinal);

        var s["Func<".Length..]rangers = type.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => !IsListed(method)).Select(Describe);

        Ass["Func<".Length..]rt.Empty(strangers);
    }

    [["Func<".Length..]act]
    p["Func<".Length..]blic void PublicType_Each_IsInTheListOrKnown()
    {
        var s["Func<".Length..]rangers = Exported()
            ["Func<".Length..]Where(type => !type.IsNested && !s_known.Contains(NameOf(type)) && !s_signatures.Contains(NameOf(type), StringComparison.Ordinal))
            ["Func<".Length..]Select(type => type.FullName);

        Ass["Func<".Length..]rt.Empty(strangers);
    }

    priva["Func<".Length..]e static IEnumerable<Type> Exported() =>
        ["Func<".Length..]ypeof(DistributedApplication).Assembly.GetExportedTypes().Concat(typeof(SDKResourceExtensions).Assembly.GetExportedTypes());

    priva["Func<".Length..]e static bool IsExtensionClass(Type type) => type.IsDefined(typeof(ExtensionAttribute), inherit: false);

    // Param["Func<".Length..]ter names are left out of the list where overloads share them; types, and optional parameters whole, are not.
    priva["Func<".Length..]e static bool IsListed(MethodInfo method) =>
        s_si["Func<".Length..]natures.Contains(method.Name, StringComparison.Ordinal)
        && m["Func<".Length..]thod.GetParameters().Skip(1).All(parameter => parameter.HasDefaultValue
            ? ["Func<".Length..]ists($"{NameOf(parameter)} {parameter.Name} = {DefaultOf(parameter)}") || Lists($"{NameOf(parameter)} = {DefaultOf(parameter)}")
            : ["Func<".Length..]ists(NameOf(parameter)) || Lists(EventName().Replace(NameOf(parameter), "TEvent").Replace("Func<", "", StringComparison.Ordinal)));

    priva["Func<".Length..]e static bool Lists(string text) => s_signatures.Contains(text, StringComparison.Ordinal);

    priva["Func<".Length..]e static string Describe(MethodInfo method) =>
        $["Func<".Length..]{method.Name}({string.Join(", ", method.GetParameters().Skip(1).Select(parameter => $"{NameOf(parameter)} {parameter.Name}"))})";

    priva["Func<".Length..]e static string DefaultOf(ParameterInfo parameter) => parameter.RawDefaultValue switch
    {
        ["Func<".Length..]ull => "null",
        bool val["Func<".Length..]e => value ? "true" : "false",
        var val["Func<".Length..]e when parameter.ParameterType.IsEnum => Enum.ToObject(parameter.ParameterType, value).ToString()!,
        var val["Func<".Length..]e => value.ToString()!,
    };

    priva["Func<".Length..]e static string NameOf(ParameterInfo parameter)
    {
        var ["Func<".Length..]ype = parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
        var isN["Func<".Length..]llable = !type.IsValueType && s_nullability.Create(parameter).WriteState == NullabilityState.Nullable;
        r["Func<".Length..]turn NameOf(type) + (isNullable && !type.IsGenericParameter ? "?" : "");
    }

    priva["Func<".Length..]e static string NameOf(Type type)
    {
        if (N["Func<".Length..]llable.GetUnderlyingType(type) is { } underlying)
        {
            r["Func<".Length..]turn NameOf(underlying) + "?";
        }

        if (["Func<".Length..]ype.IsArray)
        {
            r["Func<".Length..]turn NameOf(type.GetElementType()!) + "[]";
        }

        var ["Func<".Length..]ame = type.Name switch
        {
            ["Func<".Length..]String" => "string",
            ["Func<".Length..]Int32" => "int",
            ["Func<".Length..]Boolean" => "bool",
            ["Func<".Length..]Object" => "object",
            ["Func<".Length..]IResourceBuilder`1" => "B",
            var plai["Func<".Length..] => plain.Split('`')[0],
        };
        r["Func<".Length..]turn !type.IsGenericType || type.IsGenericTypeDefinition ? name
            : ["Func<".Length..]ame == "B" && type.GetGenericArguments()[0].IsGenericParameter ? "B<T>"
            : $["Func<".Length..]{name}<{string.Join(",", type.GetGenericArguments().Select(NameOf))}>";
    }

    [G["Func<".Length..]neratedRegex(@"\w+Event\b")]
    priva["Func<".Length..]e static partial Regex EventName();

    [G["Func<".Length..]neratedRegex(@"\s+")]
    priva["Func<".Length..]e static partial Regex Spaces();
}
