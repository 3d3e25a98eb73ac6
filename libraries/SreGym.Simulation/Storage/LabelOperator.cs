namespace SreGym.Simulation.Storage;

/// <summary>How a label requirement compares.</summary>
public enum LabelOperator
{
    /// <summary>The label is there and has one of the values.</summary>
    In,

    /// <summary>The label is not there or has none of the values.</summary>
    NotIn,

    /// <summary>The label is there.</summary>
    Exists,

    /// <summary>The label is not there.</summary>
    DoesNotExist,

    /// <summary>The label is an integer greater than the value.</summary>
    GreaterThan,

    /// <summary>The label is an integer less than the value.</summary>
    LessThan,
}
