using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Shardwise.Kpl;

/// <summary>What computes MD5 in this process: chosen by what each code does on the processor at hand, or forced.</summary>
/// <param name="Reading">For one message that is read.</param>
/// <param name="Writing">For one message that is put together.</param>
/// <param name="LaneBits">The bits of the widest vectors for many messages side by side; 0 for one after the other.</param>
internal sealed record Md5Codes(SerialMd5Code Reading, SerialMd5Code Writing, int LaneBits)
{
    /// <summary>
    /// What a process hashes before any code of ours is compiled for it: that takes some ten to forty milliseconds once, which the system's code
    /// needs for more than this. A cold start's first answer does not wait for it.
    /// </summary>
    public const long WorthCompiling = 4 * 1_048_576;

    private static readonly Lock Trying = new();
    private static Md5Codes? s_chosen = Forced(AppContext.GetData);
    private static long s_hashed;

    /// <summary>The system's, which is there without being compiled.</summary>
    public static Md5Codes Uncompiled { get; } = new(SerialMd5Code.System, SerialMd5Code.System, LaneBits: 0);

    /// <summary>What to use for so many more bytes.</summary>
    public static Md5Codes For(long bytes)
    {
        if (s_chosen is { } chosen)
        {
            return chosen;
        }

        return Interlocked.Add(ref s_hashed, bytes) <= WorthCompiling ? Uncompiled : TryOut();
    }

    /// <summary>Whether vectors of so many bits are there, and worth trying.</summary>
    public static bool HasLanes(int bits) => bits switch
    {
        // .NET does not count the first processors with AVX-512 as accelerated, since they lower their clock for it; what that costs, the trial
        // shows.
        512 => Avx512F.VL.IsSupported,
        256 => Vector256.IsHardwareAccelerated && Avx2.IsSupported,
        128 => Vector128.IsHardwareAccelerated,
        _ => bits == 0,
    };

    /// <summary>
    /// What the process was told to use, for tests and measurements: <c>Shardwise.Kpl.Md5</c>, a property of the runtime configuration or of
    /// <see cref="AppContext"/>, as <c>Reading,Writing,LaneBits</c>: <c>General,System,256</c>.
    /// </summary>
    /// <returns><see langword="null"/> where it was told nothing.</returns>
    /// <exception cref="InvalidOperationException">It was told something else.</exception>
    public static Md5Codes? Forced(Func<string, object?> setting) => setting("Shardwise.Kpl.Md5") is { } value ? Parse(value) : null;

    /// <summary>As the benchmark names it.</summary>
    public override string ToString() =>
        $"{Reading} for reading, {Writing} for writing, {(LaneBits == 0 ? "nothing side by side" : $"{LaneBits}-bit lanes side by side")}";

    private static Md5Codes Parse(object value) =>
        value is string text && text.Split(',') is [var reading, var writing, var lanes]
        && Enum.TryParse(reading, out SerialMd5Code readingCode) && Enum.IsDefined(readingCode)
        && Enum.TryParse(writing, out SerialMd5Code writingCode) && Enum.IsDefined(writingCode)
        && int.TryParse(lanes, CultureInfo.InvariantCulture, out int bits) && HasLanes(bits)
        ? new Md5Codes(readingCode, writingCode, bits)
        : throw new InvalidOperationException(
            $"Shardwise.Kpl.Md5 is \"{value}\"; allowed are two of System, General and OneLane, for reading and for writing, and the bits of "
            + "vectors that this processor has (0, 128, 256 or 512), with commas between: \"General,General,256\".");

    /// <summary>One thread tries; the others go on meanwhile.</summary>
    private static Md5Codes TryOut()
    {
        if (!Trying.TryEnter())
        {
            return Uncompiled;
        }

        try
        {
            return s_chosen ??= Md5Trial.Run();
        }
        finally
        {
            Trying.Exit();
        }
    }
}
