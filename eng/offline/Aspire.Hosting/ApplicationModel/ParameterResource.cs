namespace Aspire.Hosting.ApplicationModel;

public class ParameterResource(string name, Func<string?> find, bool secret) : Resource(name), IValueProvider, IManifestExpressionProvider
{
    public bool Secret { get; } = secret;

    public string ValueExpression => $"{{{Name}.value}}";

    /// <summary>Null while no value is known.</summary>
    internal string? Find() => find();

    /// <summary>Waits where no value is known, as a dashboard user could still give one.</summary>
    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken)
    {
        while (find() is null)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        return find();
    }
}
