namespace SreGym.Simulation.Schema;

/// <summary>What one value of a field is, before list and map are taken into account.</summary>
public enum SchemaKind : byte
{
    /// <summary>A string.</summary>
    Text,

    /// <summary>A boolean.</summary>
    Boolean,

    /// <summary>A 32-bit integer.</summary>
    Number32,

    /// <summary>A 64-bit integer.</summary>
    Number64,

    /// <summary>A floating point number.</summary>
    Real,

    /// <summary>Bytes, base64 in JSON.</summary>
    Bytes,

    /// <summary>RFC 3339 with seconds (metav1.Time).</summary>
    Time,

    /// <summary>RFC 3339 with microseconds (metav1.MicroTime).</summary>
    MicroTime,

    /// <summary>A Go duration string (metav1.Duration).</summary>
    Duration,

    /// <summary>A resource quantity: a string, or a number in JSON.</summary>
    Quantity,

    /// <summary>An integer or a string.</summary>
    IntOrString,

    /// <summary>An object of any type (runtime.RawExtension, FieldsV1).</summary>
    Raw,

    /// <summary>Any JSON value.</summary>
    Json,

    /// <summary>A list of strings that is a message with <c>items</c> in protobuf (authorization ExtraValue).</summary>
    Strings,

    /// <summary>A message.</summary>
    Message,
}
