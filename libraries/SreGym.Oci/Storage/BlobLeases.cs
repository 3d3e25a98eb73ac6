using SreGym.Oci.References;

namespace SreGym.Oci.Storage;

/// <summary>
/// Keeps garbage collection away from blobs between the moment they are written, or found to be there already, and the moment a
/// repository holds them.
/// </summary>
public sealed class BlobLeases
{
    private readonly Dictionary<Digest, int> _taken = [];
    private readonly Lock _gate = new();

    /// <summary>Protects a blob until the lease is disposed.</summary>
    public IDisposable Take(Digest digest)
    {
        lock (_gate)
        {
            _taken[digest] = _taken.GetValueOrDefault(digest) + 1;
        }

        return new Lease(this, digest);
    }

    /// <summary>Removes a blob that nobody has a lease on and that is still unused; false when it stays.</summary>
    internal bool TryRemove(Digest digest, Func<bool> isUnused, Func<bool> remove)
    {
        lock (_gate)
        {
            return !_taken.ContainsKey(digest) && isUnused() && remove();
        }
    }

    private void Return(Digest digest)
    {
        lock (_gate)
        {
            if (--_taken[digest] == 0)
            {
                _taken.Remove(digest);
            }
        }
    }

    private sealed class Lease(BlobLeases leases, Digest digest) : IDisposable
    {
        private bool _isReturned;

        public void Dispose()
        {
            if (!_isReturned)
            {
                _isReturned = true;
                leases.Return(digest);
            }
        }
    }
}
