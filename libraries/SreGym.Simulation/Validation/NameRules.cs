using System.Text.RegularExpressions;

namespace SreGym.Simulation.Validation;

/// <summary>The forms of names and what is said of a name that has another form (k8s.io/apimachinery/pkg/util/validation).</summary>
internal static partial class NameRules
{
    private const int LabelLimit = 63;
    private const int SubdomainLimit = 253;

    private const string SubdomainMessage =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an "
        + "alphanumeric character (e.g. 'example.com', regex used for validation is "
        + @"'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    private const string LabelMessage =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric "
        + "character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    private const string ServiceMessage =
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an "
        + "alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

    private const string QualifiedMessage =
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
        + "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    private const string LabelValueMessage =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
        + "alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
        + "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    private const string ConfigKeyMessage =
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', "
        + "regex used for validation is '[-._a-zA-Z0-9]+')";

    public static void Subdomain(string path, string name, FieldErrors errors) =>
        Match(path, name, Subdomain(), SubdomainLimit, SubdomainMessage, errors);

    public static void Label(string path, string name, FieldErrors errors) =>
        Match(path, name, Label(), LabelLimit, LabelMessage, errors);

    public static void ServiceName(string path, string name, FieldErrors errors) =>
        Match(path, name, ServiceLabel(), LabelLimit, ServiceMessage, errors);

    public static void ConfigKey(string path, string key, FieldErrors errors) =>
        Match(path, key, ConfigKey(), SubdomainLimit, ConfigKeyMessage, errors);

    public static void LabelValue(string path, string value, FieldErrors errors) =>
        Match(path, value, LabelValue(), LabelLimit, LabelValueMessage, errors);

    /// <summary>RBAC names are only kept from breaking URLs.</summary>
    public static void PathSegment(string path, string name, FieldErrors errors)
    {
        if (name is "." or "..")
        {
            errors.Invalid(path, name, $"may not be '{name}'");
        }

        foreach (var character in "/%".Where(name.Contains))
        {
            errors.Invalid(path, name, $"may not contain '{character}'");
        }
    }

    /// <summary>Keys of labels and annotations.</summary>
    public static void QualifiedName(string path, string key, FieldErrors errors)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0 && key.IndexOf('/', slash + 1) >= 0)
        {
            errors.Invalid(
                path,
                key,
                "a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric "
                + "character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
                + "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
            return;
        }

        if (slash == 0)
        {
            errors.Invalid(path, key, "prefix part must be non-empty");
        }
        else if (slash > 0 && !Subdomain().IsMatch(key[..slash]))
        {
            errors.Invalid(path, key, "prefix part " + SubdomainMessage);
        }

        var name = key[(slash + 1)..];
        if (name.Length == 0)
        {
            errors.Invalid(path, key, "name part must be non-empty");
        }
        else if (name.Length > LabelLimit)
        {
            errors.Invalid(path, key, "name part must be no more than 63 bytes");
        }
        else if (!Qualified().IsMatch(name))
        {
            errors.Invalid(path, key, QualifiedMessage);
        }
    }

    private static void Match(string path, string name, Regex form, int limit, string message, FieldErrors errors)
    {
        if (name.Length > limit)
        {
            errors.Invalid(path, name, $"must be no more than {limit} bytes");
        }

        if (!form.IsMatch(name))
        {
            errors.Invalid(path, name, message);
        }
    }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex Subdomain();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex Label();

    [GeneratedRegex(@"^[a-z]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex ServiceLabel();

    [GeneratedRegex(@"^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]\z")]
    private static partial Regex Qualified();

    [GeneratedRegex(@"^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?\z")]
    private static partial Regex LabelValue();

    [GeneratedRegex(@"^[-._a-zA-Z0-9]+\z")]
    private static partial Regex ConfigKey();
}
