// Writes libraries/SreGym.Simulation/Schema/kubernetes.schema: one line per message and field of the served API groups.
//
//   dotnet run eng/generate-schema.cs -- <folder with k8s.io/api, k8s.io/apimachinery, k8s.io/apiextensions-apiserver> <version>
//
// The sources are the Go modules of these names (Apache-2.0), for instance as unpacked from Debian's
// golang-k8s-api-dev, golang-k8s-apimachinery-dev and golang-k8s-apiextensions-apiserver-dev: usr/share/gocode/src/k8s.io.
// Everything is read from the struct tags and the markers in types.go; the format is described in KubernetesSchema.cs.
using System.Text;
using System.Text.RegularExpressions;

if (args.Length != 2)
{
    Console.Error.WriteLine("usage: dotnet run eng/generate-schema.cs -- <k8s.io source folder> <version>");
    return 2;
}

string[] packages =
[
    "apimachinery/pkg/apis/meta/v1", "api/core/v1", "api/apps/v1", "api/batch/v1", "api/autoscaling/v1", "api/autoscaling/v2",
    "api/networking/v1", "api/policy/v1", "api/rbac/v1", "api/authorization/v1", "api/authentication/v1", "api/coordination/v1",
    "api/discovery/v1", "api/events/v1", "api/storage/v1", "api/scheduling/v1", "api/node/v1",
    "apiextensions-apiserver/pkg/apis/apiextensions/v1",
];

var generator = new Generator(args[0]);
foreach (var package in packages)
{
    generator.Read(package);
}

var target = Path.Combine("libraries", "SreGym.Simulation", "Schema", "kubernetes.schema");
File.WriteAllText(target, generator.Write(args[1]));
Console.Error.WriteLine($"{target}: {generator.Count} messages, {new FileInfo(target).Length} bytes");
return 0;

internal sealed record GoField(string Name, string Type, string Tags, List<string> Comment);

internal sealed record GoType(string Package, string Name, string? Alias, List<string> Comment, List<GoField> Fields);

internal sealed partial class Generator(string root)
{
    private static readonly Dictionary<string, string> s_scalars = new()
    {
        ["string"] = "string", ["bool"] = "bool", ["int32"] = "int32", ["int"] = "int64", ["int64"] = "int64", ["uint32"] = "int64",
        ["float64"] = "double", ["[]byte"] = "bytes", ["meta/v1.Time"] = "time", ["meta/v1.MicroTime"] = "microtime",
        ["meta/v1.Duration"] = "duration", ["resource.Quantity"] = "quantity", ["intstr.IntOrString"] = "intorstring",
        ["runtime.RawExtension"] = "raw", ["runtime.Object"] = "raw", ["meta/v1.FieldsV1"] = "raw", ["types.UID"] = "string",
        ["types.NodeName"] = "string", ["apiextensions/v1.JSON"] = "json",
    };

    private readonly Dictionary<string, GoType> _types = [];
    private readonly Dictionary<string, List<string>> _enums = [];
    private readonly Dictionary<string, Dictionary<string, string>> _imports = [];

    public int Count { get; private set; }

    public void Read(string path)
    {
        var package = Short(path);
        foreach (var file in Directory.GetFiles(Path.Combine(root, path), "*.go").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(file);
            if (!name.Contains("zz_", StringComparison.Ordinal) && !name.Contains("generated", StringComparison.Ordinal)
                && !name.EndsWith("_test.go", StringComparison.Ordinal))
            {
                ReadFile(package, File.ReadAllLines(file));
            }
        }
    }

    public string Write(string version)
    {
        var text = new StringBuilder();
        text.Append("# Messages of the Kubernetes API ").Append(version)
            .Append("; names, numbers and descriptions come from the Kubernetes authors' Go sources (Apache-2.0).\n")
            .Append("# Written by eng/generate-schema.cs; do not edit.\n");
        var reachable = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var type in _types.Values.Where(HasTypeMeta))
        {
            Reach(type.Package + "." + type.Name, reachable);
        }

        foreach (var key in reachable)
        {
            WriteMessage(_types[key], text);
            Count++;
        }

        return text.ToString();
    }

    private static bool HasTypeMeta(GoType type) =>
        type.Alias is null && type.Fields.Exists(f => GoTypeOf(f).EndsWith("TypeMeta", StringComparison.Ordinal));

    private static string Short(string path) =>
        string.Join('/', path.Split('/')[^2..]);

    private void ReadFile(string package, string[] lines)
    {
        var imports = _imports.TryGetValue(package, out var known) ? known : _imports[package] = [];
        var comment = new List<string>();
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            if (ImportLine().Match(line) is { Success: true } import)
            {
                var target = import.Groups[2].Value;
                var alias = import.Groups[1].Length > 0 ? import.Groups[1].Value : target.Split('/')[^1];
                imports[alias] = target.StartsWith("k8s.io/api", StringComparison.Ordinal)
                    && target.Contains("/v", StringComparison.Ordinal)
                    ? Short(target) : target.Split('/')[^1];
            }

            if (line.StartsWith("//", StringComparison.Ordinal))
            {
                comment.Add(line[2..].Trim());
                continue;
            }

            if (StructLine().Match(line) is { Success: true } head)
            {
                var type = new GoType(package, head.Groups[1].Value, null, [.. comment], []);
                _types[package + "." + type.Name] = type;
                if (!line.TrimEnd().EndsWith('}'))
                {
                    i = ReadFields(type, lines, i + 1);
                }
            }
            else if (AliasLine().Match(line) is { Success: true } alias)
            {
                _types[package + "." + alias.Groups[1].Value] =
                    new GoType(package, alias.Groups[1].Value, alias.Groups[2].Value, [.. comment], []);
            }
            else if (ConstLine().Match(line) is { Success: true } constant)
            {
                var key = package + "." + constant.Groups[1].Value;
                (_enums.TryGetValue(key, out var values) ? values : _enums[key] = []).Add(constant.Groups[2].Value);
            }

            if (line.Length == 0 && comment.Exists(c => !c.StartsWith('+')))
            {
                comment.Clear();
            }
            else if (line.Length > 0)
            {
                comment.Clear();
            }
        }
    }

    private static int ReadFields(GoType type, string[] lines, int i)
    {
        var comment = new List<string>();
        for (; i < lines.Length && lines[i] != "}"; i++)
        {
            var line = lines[i].Trim();
            if (line.StartsWith("//", StringComparison.Ordinal))
            {
                comment.Add(line[2..].Trim());
            }
            else if (FieldLine().Match(line) is { Success: true } field)
            {
                type.Fields.Add(new GoField(field.Groups[1].Value, field.Groups[2].Value, field.Groups[3].Value, comment));
                comment = [];
            }
            else
            {
                comment = [];
            }
        }

        return i;
    }

    private void Reach(string key, SortedSet<string> reachable)
    {
        if (!_types.TryGetValue(key, out var type) || type.Alias is not null || !reachable.Add(key))
        {
            return;
        }

        foreach (var field in type.Fields)
        {
            var resolved = Resolve(type.Package, GoTypeOf(field));
            var at = resolved.IndexOf('@', StringComparison.Ordinal);
            if (at >= 0)
            {
                Reach(resolved[(at + 1)..].TrimEnd(']'), reachable);
            }
        }
    }

    private static string GoTypeOf(GoField field) => field.Type.Length > 0 ? field.Type : field.Name;

    private string Resolve(string package, string goType)
    {
        goType = goType.TrimStart('*');
        if (s_scalars.TryGetValue(goType, out var scalar))
        {
            return scalar;
        }

        if (goType.StartsWith("[]", StringComparison.Ordinal))
        {
            return "[]" + Resolve(package, goType[2..]);
        }

        if (goType.StartsWith("map[", StringComparison.Ordinal))
        {
            return "{}" + Resolve(package, goType[(goType.IndexOf(']', StringComparison.Ordinal) + 1)..]);
        }

        var parts = goType.Split('.');
        var key = parts.Length == 1 ? $"{package}.{goType}" : $"{_imports[package].GetValueOrDefault(parts[0], parts[0])}.{parts[1]}";
        if (s_scalars.TryGetValue(key, out scalar))
        {
            return scalar;
        }

        if (!_types.TryGetValue(key, out var type))
        {
            throw new InvalidOperationException($"{package}: type {goType} ({key}) is not known");
        }

        // A named list such as ExtraValue is a message with "items" on the protobuf wire and a plain list in JSON.
        return type.Alias is null ? "@" + key
            : type.Name is "ExtraValue" ? "strings" : Resolve(type.Package, type.Alias);
    }

    private void WriteMessage(GoType type, StringBuilder text)
    {
        var typeMeta = HasTypeMeta(type);
        text.Append("M\t").Append(type.Package).Append('.').Append(type.Name).Append('\t');
        List<string> flags = typeMeta ? ["typemeta"] : [];
        if (type.Comment.Exists(c => c is "+structType=atomic" or "+mapType=atomic"))
        {
            flags.Add("atomic");
        }

        if (type.Name.StartsWith("JSONSchemaPropsOr", StringComparison.Ordinal))
        {
            flags.Add("oneof");
        }

        text.AppendJoin(' ', flags).Append('\t').Append(Describe(type.Comment)).Append('\n');
        foreach (var field in type.Fields)
        {
            WriteField(type, field, text);
        }
    }

    private void WriteField(GoType type, GoField field, StringBuilder text)
    {
        var json = Tag(field.Tags, "json").Split(',');
        var goType = GoTypeOf(field);
        if (json[0] == "-" || field.Tags.Length == 0 || goType.EndsWith("TypeMeta", StringComparison.Ordinal))
        {
            return;
        }

        var protobuf = Tag(field.Tags, "protobuf").Split(',');
        var inline = json[0].Length == 0;
        List<string> flags = [];
        if (inline)
        {
            flags.Add("inline");
        }
        else if (!json.Contains("omitempty") && !json.Contains("omitzero") && !field.Comment.Contains("+optional"))
        {
            flags.Add("required");
        }

        if (!inline && !json.Contains("omitempty"))
        {
            flags.Add("always");
        }

        if (json.Contains("omitzero"))
        {
            flags.Add("omitzero");
        }

        if (goType.StartsWith('*'))
        {
            flags.Add("pointer");
        }

        Add(flags, "patch", Tag(field.Tags, "patchStrategy"));
        Add(flags, "key", Tag(field.Tags, "patchMergeKey"));
        Add(flags, "list", Marker(field.Comment, "listType"));
        Add(flags, "keys", string.Join(',', field.Comment.Where(c => c.StartsWith("+listMapKey=", StringComparison.Ordinal))
            .Select(c => c[12..])));
        Add(flags, "struct", Marker(field.Comment, "structType") + Marker(field.Comment, "mapType"));
        Add(flags, "default", Marker(field.Comment, "default").Trim('"').Replace(' ', '_'));
        Add(flags, "enum", Enum(type.Package, goType));

        text.Append("F\t").Append(json[0]).Append('\t').Append(protobuf.Length > 1 ? protobuf[1] : "0").Append('\t')
            .Append(Resolve(type.Package, goType)).Append('\t').AppendJoin(' ', flags).Append('\t')
            .Append(Describe(field.Comment)).Append('\n');
    }

    private static void Add(List<string> flags, string name, string value)
    {
        if (value.Length > 0 && !value.StartsWith("ref(", StringComparison.Ordinal))
        {
            flags.Add(name + "=" + value);
        }
    }

    private string Enum(string package, string goType)
    {
        var parts = goType.TrimStart('*').Split('.');
        var key = parts.Length == 1 ? $"{package}.{parts[0]}" : $"{_imports[package].GetValueOrDefault(parts[0], parts[0])}.{parts[1]}";
        return _types.TryGetValue(key, out var type) && type.Comment.Contains("+enum") && _enums.TryGetValue(key, out var values)
            ? string.Join('|', values.Distinct().Order(StringComparer.Ordinal)) : "";
    }

    private static string Marker(List<string> comment, string name)
    {
        var found = comment.Find(c => c.StartsWith($"+{name}=", StringComparison.Ordinal));
        return found is null ? "" : found[(name.Length + 2)..].Trim();
    }

    private static string Tag(string tags, string name) =>
        Regex.Match(tags, $"\\b{name}:\"([^\"]*)\"") is { Success: true } match ? match.Groups[1].Value : "";

    private static string Describe(List<string> comment)
    {
        var words = comment.SkipWhile(c => c.Length == 0 || c.StartsWith('+')).TakeWhile(c => c.Length > 0 && c != "---")
            .Where(c => !c.StartsWith('+') && !IsNoteToSelf(c));
        return string.Join(' ', words).Replace('\t', ' ');
    }

    private static bool IsNoteToSelf(string comment) => comment.StartsWith("TO" + "DO", StringComparison.Ordinal);

    [GeneratedRegex("^\\s+(\\w*)\\s*\"(k8s\\.io/[^\"]+)\"$")]
    private static partial Regex ImportLine();

    [GeneratedRegex(@"^type (\w+) struct\s*\{")]
    private static partial Regex StructLine();

    [GeneratedRegex(@"^type (\w+) ([\w.\[\]*]+)\s*(//.*)?$")]
    private static partial Regex AliasLine();

    [GeneratedRegex("^\\s+\\w+\\s+(\\w+)\\s*=\\s*\"([^\"]*)\"")]
    private static partial Regex ConstLine();

    [GeneratedRegex(@"^([\w.*]+)\s*([\w.\[\]*]*)\s*(?:`([^`]*)`)?\s*(?://.*)?$")]
    private static partial Regex FieldLine();
}
