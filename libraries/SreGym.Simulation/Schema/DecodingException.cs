namespace SreGym.Simulation.Schema;

/// <summary>A body that cannot be read as the kind it says it is. The message is worded as Go's decoder words it.</summary>
public sealed class DecodingException : Exception
{
    /// <summary>Creates the exception.</summary>
    public DecodingException()
    {
    }

    /// <summary>Creates the exception with the decoder's words.</summary>
    public DecodingException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with the decoder's words and what led to it.</summary>
    public DecodingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
