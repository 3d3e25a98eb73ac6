namespace SreGym.Contracts;

/// <summary>A value that must not be printed: formatting it anywhere gives asterisks; <see cref="Reveal"/> gives the value.</summary>
public readonly record struct SecretText
{
    private readonly string? _value;

    /// <param name="value">The secret itself.</param>
    public SecretText(string value) => _value = value;

    /// <summary>True when there is no secret at all.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(_value);

    /// <summary>The secret, for the one place that must send it.</summary>
    public string Reveal() => _value ?? "";

    /// <inheritdoc />
    public override string ToString() => IsEmpty ? "" : "***";
}
