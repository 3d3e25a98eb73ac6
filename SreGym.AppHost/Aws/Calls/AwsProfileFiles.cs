namespace SreGym.AppHost.Aws.Calls;

/// <summary>One profile's settings from <c>~/.aws/config</c> and <c>~/.aws/credentials</c>, the latter winning.</summary>
internal static class AwsProfileFiles
{
    public static IReadOnlyDictionary<string, string> Read(string profile)
    {
        var home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".aws");
        var settings = new Dictionary<string, string>();
        var section = profile == "default" ? profile : $"profile {profile}";
        Add(settings, Environment.GetEnvironmentVariable("AWS_CONFIG_FILE") ?? Path.Combine(home, "config"), section);
        Add(settings, Environment.GetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE") ?? Path.Combine(home, "credentials"), profile);
        return settings;
    }

    private static void Add(Dictionary<string, string> settings, string path, string section)
    {
        if (!File.Exists(path))
        {
            return;
        }

        var inside = false;
        foreach (var line in File.ReadLines(path).Select(line => line.Trim()))
        {
            if (line.StartsWith('['))
            {
                inside = line.Trim('[', ']').Trim() == section;
            }
            else if (inside && line.Split('=', 2) is [var name, var value])
            {
                settings[name.Trim()] = value.Trim();
            }
        }
    }
}
