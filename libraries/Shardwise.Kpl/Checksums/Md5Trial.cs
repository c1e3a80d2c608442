using System.Diagnostics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace Shardwise.Kpl;

/// <summary>
/// Tries the codes that compute MD5 on the processor at hand, once a process. Each is called before it counts, and then by turns with the others; the
/// fastest call of each is taken, so that whatever else the machine does must disturb all calls of one code, and none of another's, to matter.
/// </summary>
internal static class Md5Trial
{
    private const int Turns = 5;
    private const int Size = 2048;
    private const int BlocksALane = 8;

    /// <summary>Takes some tens of microseconds, and some tens of milliseconds to compile what it tries.</summary>
    public static Md5Codes Run()
    {
        (double system, double general, double oneLane, double generalCopying, double oneLaneCopying) = TimeSerial();
        return new Md5Codes(ChooseSerial(system, general, oneLane), ChooseSerial(system, generalCopying, oneLaneCopying), ChooseLanes(general));
    }

    /// <summary>
    /// Chooses for one message. The system's code does nothing else meanwhile, and ours walks over the message or copies it, which is worth some
    /// hundredths: a tie is ours. Of ours, the general registers' is the safe one: what it needs, every processor does in one cycle.
    /// </summary>
    /// <param name="system">The time of the system's code.</param>
    /// <param name="general">The time of <see cref="Md5General"/>.</param>
    /// <param name="oneLane">The time of <see cref="Md5OneLane"/>; infinite where the processor lacks what it needs.</param>
    public static SerialMd5Code ChooseSerial(double system, double general, double oneLane)
    {
        const double Tie = 1.03;
        const double Clearly = 0.97;
        if (oneLane < Clearly * Math.Min(general, system))
        {
            return SerialMd5Code.OneLane;
        }

        return general <= Tie * system ? SerialMd5Code.General : SerialMd5Code.System;
    }

    /// <summary>
    /// Chooses for many messages: the wider vectors where they are clearly faster; none where they are not faster than one message after the other.
    /// </summary>
    /// <param name="one">The time of a number of bytes one after the other.</param>
    /// <param name="lanes">The times of as many bytes by vectors of so many bits, from the narrowest to the widest.</param>
    public static int ChooseLanes(double one, ReadOnlySpan<(int Bits, double Time)> lanes)
    {
        const double Clearly = 0.97;
        (int Bits, double Time) best = (0, one);
        foreach ((int Bits, double Time) candidate in lanes)
        {
            best = candidate.Time < Clearly * best.Time ? candidate : best;
        }

        return best.Bits;
    }

    private static (double System, double General, double OneLane, double GeneralCopying, double OneLaneCopying) TimeSerial()
    {
        byte[] message = new byte[Size];
        byte[] copy = new byte[Size];
        byte[] digest = new byte[MD5.HashSizeInBytes];
        uint[] state = new uint[4];
        (double system, double call, double general, double generalCopying) = (double.MaxValue, double.MaxValue, double.MaxValue, double.MaxValue);
        (double oneLane, double oneLaneCopying) = (double.PositiveInfinity, double.PositiveInfinity);
        for (int turn = 0; turn <= Turns; turn++)
        {
            // The first turn compiles.
            bool counts = turn > 0;
            Least(ref system, counts, () => MD5.HashData(message, digest));
            Least(ref call, counts, () => MD5.HashData([], digest));
            Least(ref general, counts, () => SerialMd5.RunBlocks(state, message, SerialMd5Code.General));
            Least(ref generalCopying, counts, () => SerialMd5.RunBlocks(state, message, SerialMd5Code.General, copy));
            if (Avx512F.VL.IsSupported)
            {
                Least(ref oneLane, counts, () => SerialMd5.RunBlocks(state, message, SerialMd5Code.OneLane));
                Least(ref oneLaneCopying, counts, () => SerialMd5.RunBlocks(state, message, SerialMd5Code.OneLane, copy));
            }
        }

        // A message is a thousand times as long, and the call is made once.
        return (system - call, general, oneLane, generalCopying, oneLaneCopying);
    }

    private static int ChooseLanes(double general)
    {
        if (!Md5Codes.HasLanes(128))
        {
            return 0;
        }

        // Wherever there are 256 bits, they beat 128.
        double narrow = double.MaxValue;
        double wide = double.MaxValue;
        bool has512 = Md5Codes.HasLanes(512);
        for (int turn = 0; turn <= Turns; turn++)
        {
            bool counts = turn > 0;
            if (Md5Codes.HasLanes(256))
            {
                Least(ref narrow, counts, RunLanes<Md5Pair<Vector256<uint>, Md5Vector256>.Both, Md5Pair<Vector256<uint>, Md5Vector256>>);
            }
            else
            {
                Least(ref narrow, counts, RunLanes<Md5Pair<Vector128<uint>, Md5Vector128>.Both, Md5Pair<Vector128<uint>, Md5Vector128>>);
            }

            if (has512)
            {
                Least(ref wide, counts, RunLanes<Md5Pair<Vector512<uint>, Md5Vector512>.Both, Md5Pair<Vector512<uint>, Md5Vector512>>);
            }
        }

        // All for as many bytes as the serial code was given.
        int bits = Md5Codes.HasLanes(256) ? 256 : 128;
        ReadOnlySpan<(int, double)> lanes = [(bits, narrow / LanesOf(bits)), (512, has512 ? wide / LanesOf(512) : double.MaxValue)];
        return ChooseLanes(general / (Size / (BlocksALane * SerialMd5.BlockSize)), lanes);

        static double LanesOf(int bits) => 2 * bits / 32;
    }

    private static void RunLanes<TVector, TMath>()
        where TVector : unmanaged
        where TMath : struct, IMd5Vector<TVector>
    {
        Span<uint> states = stackalloc uint[4 * TMath.Lanes];
        Span<nint> lanes = stackalloc nint[TMath.Lanes];
        lanes.Clear();
        Span<byte> blocks = stackalloc byte[BlocksALane * SerialMd5.BlockSize];
        Md5Kernel<TVector, TMath>.Run(states, TMath.Lanes, in blocks[0], lanes, BlocksALane);
    }

    private static void Least(ref double least, bool counts, Action run)
    {
        long started = Stopwatch.GetTimestamp();
        run();
        double time = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        least = counts ? Math.Min(least, time) : least;
    }
}
