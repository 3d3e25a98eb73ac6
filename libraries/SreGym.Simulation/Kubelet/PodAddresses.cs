using System.Globalization;

namespace SreGym.Simulation.Kubelet;

/// <summary>The pod addresses of a node, handed out one after the other like the host-local plugin does.</summary>
internal sealed class PodAddresses(int nodeNumber)
{
    private const int First = 2;
    private const int Last = 254;
    private readonly HashSet<int> _used = [];
    private int _next = First;

    public string Take()
    {
        while (_used.Count <= Last - First && !_used.Add(_next))
        {
            Advance();
        }

        var address = string.Create(CultureInfo.InvariantCulture, $"10.244.{nodeNumber - 1}.{_next}");
        Advance();
        return address;
    }

    public void Return(string address) => _used.Remove(int.Parse(address.AsSpan(address.LastIndexOf('.') + 1), CultureInfo.InvariantCulture));

    private void Advance() => _next = _next == Last ? First : _next + 1;
}
