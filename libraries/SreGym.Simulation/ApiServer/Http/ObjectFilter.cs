using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Which objects of a resource a request is about.</summary>
/// <param name="Namespace">One namespace; null for all.</param>
/// <param name="Name">One object; empty for all.</param>
/// <param name="Labels">By labels.</param>
/// <param name="Fields">By fields.</param>
internal sealed record ObjectFilter(string? Namespace, string Name, LabelSelector Labels, FieldSelector Fields)
{
    /// <summary>True when nothing but the namespace narrows the selection.</summary>
    public bool IsOpen => Name.Length == 0 && Labels.IsEmpty && Fields.IsEmpty;

    public static ObjectFilter Read(RequestScope scope)
    {
        var query = scope.Context.Request.Query;
        try
        {
            return new ObjectFilter(
                scope.Namespace,
                scope.Name,
                LabelSelectorParser.Parse(query["labelSelector"]),
                FieldSelector.Parse(scope.Stored, query["fieldSelector"]));
        }
        catch (FormatException error)
        {
            throw ApiErrors.BadRequest(error.Message);
        }
    }

    public bool Matches(StoredObject value) =>
        (Namespace is null || value.Namespace == Namespace)
        && (Name.Length == 0 || value.Name == Name)
        && Labels.Matches(value.Labels)
        && Fields.Matches(value);
}
