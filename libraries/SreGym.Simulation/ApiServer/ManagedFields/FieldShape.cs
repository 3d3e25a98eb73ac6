using SreGym.Simulation.Schema;

namespace SreGym.Simulation.ApiServer.ManagedFields;

/// <summary>How a value is owned: as a whole, field by field, or item by item.</summary>
/// <param name="Kind">How.</param>
/// <param name="Message">Its fields where it is a struct.</param>
/// <param name="Field">The field that holds the map or list.</param>
/// <param name="IsOptional">Whether being there at all is a field of its own: not for what Go always writes.</param>
internal readonly record struct FieldShape(
    FieldShapeKind Kind, SchemaMessage? Message = null, SchemaField? Field = null, bool IsOptional = true)
{
    public static readonly FieldShape Leaf = new(FieldShapeKind.Leaf);

    /// <summary>Values without a schema: maps by key, everything else as a whole.</summary>
    public static readonly FieldShape Untyped = new(FieldShapeKind.Untyped);

    public static FieldShape OfObject(SchemaMessage? message) =>
        message is null ? Untyped : new FieldShape(FieldShapeKind.Struct, message, IsOptional: false);

    /// <summary>Shape of a field of this value.</summary>
    public FieldShape Of(string name) => Kind switch
    {
        FieldShapeKind.Struct => Message!.FindField(name) is { } field ? OfField(field) : Untyped,
        FieldShapeKind.Map => OfItem(Field!),
        _ => Untyped,
    };

    /// <summary>Shape of an item of this list.</summary>
    public FieldShape OfItem() => OfItem(Field!);

    private static FieldShape OfField(SchemaField field) => field.Collection switch
    {
        SchemaCollection.List when field.ListType == SchemaListType.Map =>
            new FieldShape(FieldShapeKind.ItemsByKey, Field: field, IsOptional: !field.IsAlwaysWritten),
        SchemaCollection.List when field.ListType == SchemaListType.Set =>
            new FieldShape(FieldShapeKind.ItemsByValue, Field: field, IsOptional: !field.IsAlwaysWritten),
        SchemaCollection.List => Leaf,
        SchemaCollection.Map => field.IsAtomicMap
            ? Leaf : new FieldShape(FieldShapeKind.Map, Field: field, IsOptional: !field.IsAlwaysWritten),
        _ => field.IsAtomicMap ? Leaf : OfItem(field),
    };

    private static FieldShape OfItem(SchemaField field) =>
        field is { Kind: SchemaKind.Message, Message: { IsAtomic: false, IsUnion: false } message }
            ? new FieldShape(FieldShapeKind.Struct, message, IsOptional: field.IsPointer)
            : Leaf;
}
