using SreGym.Simulation.Schema;

namespace SreGym.Simulation.ApiServer.ManagedFields;

/// <summary>How a value is owned: as a whole, field by field, or item by item.</summary>
internal readonly record struct FieldShape(FieldShapeKind Kind, SchemaMessage? Message = null, SchemaField? Field = null, bool IsPointer = true)
{
    public static readonly FieldShape Leaf = new(FieldShapeKind.Leaf);

    /// <summary>Values without a schema: maps by key, everything else as a whole.</summary>
    public static readonly FieldShape Untyped = new(FieldShapeKind.Untyped);

    public static FieldShape OfObject(SchemaMessage? message) =>
        message is null ? Untyped : new FieldShape(FieldShapeKind.Struct, message, IsPointer: false);

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
        SchemaCollection.List when field.ListType == SchemaListType.Map => new FieldShape(FieldShapeKind.ItemsByKey, Field: field),
        SchemaCollection.List when field.ListType == SchemaListType.Set => new FieldShape(FieldShapeKind.ItemsByValue, Field: field),
        SchemaCollection.List => Leaf,
        SchemaCollection.Map => field.IsAtomicMap ? Leaf : new FieldShape(FieldShapeKind.Map, Field: field),
        _ => field.IsAtomicMap ? Leaf : OfItem(field),
    };

    private static FieldShape OfItem(SchemaField field) =>
        field is { Kind: SchemaKind.Message, Message: { IsAtomic: false, IsUnion: false } message }
            ? new FieldShape(FieldShapeKind.Struct, message, IsPointer: field.IsPointer)
            : Leaf;
}
