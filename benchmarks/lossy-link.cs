#:property PublishAot=false
#:property AllowUnsafeBlocks=true
// A wire between two network namespaces with a delay and a loss, for kernels without netem: real packets of real TCP between two tun
// devices. Usage: dotnet run lossy-link.cs -- <tun a> <namespace a> <tun b> <namespace b> <delay ms> <loss %>
// The devices exist already (ip tuntap add); it prints "ready" and works until it is ended. Delay and loss hold for each direction; which
// packets are lost is drawn from a fixed seed.
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

var delay = TimeSpan.FromMilliseconds(double.Parse(args[4], CultureInfo.InvariantCulture));
var loss = double.Parse(args[5], CultureInfo.InvariantCulture) / 100;
var a = Tun.Open(args[0], args[1]);
var b = Tun.Open(args[2], args[3]);
Wire.Start(a, b, delay, loss, 1);
var back = Wire.Start(b, a, delay, loss, 2);
Console.WriteLine("ready");
back.Join();

internal static class Wire
{
    public static Thread Start(int from, int to, TimeSpan delay, double loss, int seed)
    {
        var packets = new BlockingCollection<(long Due, byte[] Packet)>();
        var random = new Random(seed);
        new Thread(() =>
        {
            var buffer = new byte[65536];
            while (true)
            {
                var count = (int)Native.read(from, buffer, buffer.Length);
                if (count > 0 && random.NextDouble() >= loss)
                {
                    packets.Add((Stopwatch.GetTimestamp() + (long)(delay.TotalSeconds * Stopwatch.Frequency), buffer[..count]));
                }
            }
        }) { IsBackground = true }.Start();
        var sending = new Thread(() =>
        {
            foreach (var (due, packet) in packets.GetConsumingEnumerable())
            {
                var left = due - Stopwatch.GetTimestamp();
                if (left > 0)
                {
                    // Finer than the runtime's own waits, which count in milliseconds.
                    _ = Native.usleep((uint)(left * 1_000_000 / Stopwatch.Frequency));
                }

                Native.write(to, packet, packet.Length);
            }
        }) { IsBackground = true };
        sending.Start();
        return sending;
    }
}

internal static class Tun
{
    private const int SetInterface = 0x400454ca;
    private const short TunWithoutHeader = 0x1001;
    private const int NewNetwork = 0x40000000;

    // A tun device is opened from inside its namespace; the descriptor then works from anywhere.
    public static int Open(string device, string networkNamespace)
    {
        var descriptor = -1;
        var thread = new Thread(() =>
        {
            var ns = Native.open($"/var/run/netns/{networkNamespace}", 0);
            if (ns < 0 || Native.setns(ns, NewNetwork) != 0)
            {
                throw new InvalidOperationException($"There is no network namespace {networkNamespace}.");
            }

            descriptor = Native.open("/dev/net/tun", 2);
            var request = new byte[40];
            System.Text.Encoding.ASCII.GetBytes(device).CopyTo(request, 0);
            BitConverter.TryWriteBytes(request.AsSpan(16), TunWithoutHeader);
            if (descriptor < 0 || Native.ioctl(descriptor, SetInterface, request) != 0)
            {
                throw new InvalidOperationException($"The device {device} cannot be opened: {Marshal.GetLastPInvokeError()}.");
            }
        });
        thread.Start();
        thread.Join();
        return descriptor;
    }
}

internal static class Native
{
    [DllImport("libc", SetLastError = true)]
    public static extern int open(string path, int flags);

    [DllImport("libc", SetLastError = true)]
    public static extern int setns(int descriptor, int type);

    [DllImport("libc", SetLastError = true)]
    public static extern int ioctl(int descriptor, nuint request, byte[] argument);

    [DllImport("libc", SetLastError = true)]
    public static extern nint read(int descriptor, byte[] buffer, nint count);

    [DllImport("libc", SetLastError = true)]
    public static extern nint write(int descriptor, byte[] buffer, nint count);

    [DllImport("libc", SetLastError = true)]
    public static extern int usleep(uint microseconds);
}
