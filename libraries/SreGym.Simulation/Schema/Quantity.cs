using System.Globalization;

namespace SreGym.Simulation.Schema;

/// <summary>
/// A resource quantity such as <c>250m</c> or <c>64Mi</c>, in thousandths.
/// (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity)
/// </summary>
public readonly record struct Quantity : IComparable<Quantity>
{
    /// <summary>What the API server says of text that is no quantity.</summary>
    public const string FormatMessage =
        "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

    private static readonly string[] s_binary = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    private static readonly string[] s_decimal = ["k", "M", "G", "T", "P", "E"];

    private readonly bool _isBinary;

    private Quantity(decimal amount, bool isBinary)
    {
        Amount = amount;
        _isBinary = isBinary;
    }

    /// <summary>The amount in whole units (cores, bytes).</summary>
    public decimal Amount { get; }

    /// <summary>The amount in thousandths, rounded up.</summary>
    public long Milli => (long)Math.Ceiling(Amount * 1000);

    /// <summary>The quantity of this text.</summary>
    /// <exception cref="FormatException">The text is no quantity.</exception>
    public static Quantity Parse(string text) =>
        TryParse(text, out var quantity) ? quantity : throw new FormatException($"'{text}': {FormatMessage}");

    /// <summary>Reads a quantity.</summary>
    public static bool TryParse(string text, out Quantity quantity)
    {
        quantity = default;
        var digits = 0;
        while (digits < text.Length && (char.IsAsciiDigit(text[digits]) || text[digits] == '.' || (digits == 0 && text[0] is '+' or '-')))
        {
            digits++;
        }

        if (!decimal.TryParse(text.AsSpan(0, digits), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || FindFactor(text[digits..]) is not { } factor)
        {
            return false;
        }

        try
        {
            quantity = new Quantity(number * factor, text.EndsWith('i'));
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public int CompareTo(Quantity other) => Amount.CompareTo(other.Amount);

    /// <summary>The amounts compare as numbers do.</summary>
    public static bool operator <(Quantity left, Quantity right) => left.Amount < right.Amount;

    /// <summary>The amounts compare as numbers do.</summary>
    public static bool operator >(Quantity left, Quantity right) => left.Amount > right.Amount;

    /// <summary>The amounts compare as numbers do.</summary>
    public static bool operator <=(Quantity left, Quantity right) => left.Amount <= right.Amount;

    /// <summary>The amounts compare as numbers do.</summary>
    public static bool operator >=(Quantity left, Quantity right) => left.Amount >= right.Amount;

    /// <summary>Canonical form: the largest suffix that leaves no fraction.</summary>
    public override string ToString()
    {
        if (Amount == 0)
        {
            return "0";
        }

        if (Amount != decimal.Truncate(Amount))
        {
            var milli = Amount * 1000;
            return milli == decimal.Truncate(milli) ? Plain(milli) + "m"
                : milli * 1000 == decimal.Truncate(milli * 1000) ? Plain(milli * 1000) + "u"
                : Plain(Math.Ceiling(milli * 1_000_000)) + "n";
        }

        var (step, suffixes) = _isBinary && Math.Abs(Amount) >= 1024 ? (1024m, s_binary) : (1000m, s_decimal);
        var (rest, suffix) = (Amount, "");
        foreach (var next in suffixes)
        {
            if (rest % step != 0)
            {
                break;
            }

            (rest, suffix) = (rest / step, next);
        }

        return Plain(rest) + suffix;
    }

    private static string Plain(decimal value) => decimal.Truncate(value).ToString(CultureInfo.InvariantCulture);

    private static decimal? FindFactor(string suffix) => suffix switch
    {
        "" => 1m,
        "n" => 0.000000001m,
        "u" => 0.000001m,
        "m" => 0.001m,
        _ when Array.IndexOf(s_decimal, suffix) is >= 0 and var power => Power(1000m, power + 1),
        _ when Array.IndexOf(s_binary, suffix) is >= 0 and var power => Power(1024m, power + 1),
        _ when suffix[0] is 'e' or 'E'
            && int.TryParse(suffix[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
            && exponent is >= -9 and <= 18 => exponent >= 0 ? Power(10m, exponent) : 1 / Power(10m, -exponent),
        _ => null,
    };

    private static decimal Power(decimal step, int times)
    {
        var result = 1m;
        for (; times > 0; times--)
        {
            result *= step;
        }

        return result;
    }
}
