namespace SreGym.Oci.Storage;

/// <summary>A blob store has no room for more content.</summary>
public sealed class StoreFullException : IOException
{
    /// <param name="message">What is full.</param>
    /// <param name="inner">What the file system said; null when the limit is the store's own.</param>
    public StoreFullException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
