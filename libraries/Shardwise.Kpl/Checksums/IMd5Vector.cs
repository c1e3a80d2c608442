namespace Shardwise.Kpl;

/// <summary>What MD5 needs of a vector that holds one 32-bit word of each of several messages, a message a lane.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
internal interface IMd5Vector<TVector> : IMd5Steps<TVector>
    where TVector : unmanaged
{
    /// <summary>The number of messages side by side.</summary>
    static abstract int Lanes { get; }

    static abstract TVector Load(ReadOnlySpan<uint> words);

    static abstract void Store(TVector vector, Span<uint> words);

    /// <summary>
    /// Sixteen bytes of every fourth lane: lanes 0, 4, 8 and so on lie side by side, so that four such vectors are turned into words by the same
    /// unpacking at every width.
    /// </summary>
    /// <param name="origin">What lanes are counted from.</param>
    /// <param name="lanes">Where the first of the lanes begins, in bytes from <paramref name="origin"/>; the others' follow.</param>
    /// <param name="position">The bytes from a lane's beginning on.</param>
    static abstract TVector LoadEveryFourthLane(ref readonly byte origin, ref readonly nint lanes, nint position);

    static abstract TVector UnpackLow32(TVector a, TVector b);

    static abstract TVector UnpackHigh32(TVector a, TVector b);

    static abstract TVector UnpackLow64(TVector a, TVector b);

    static abstract TVector UnpackHigh64(TVector a, TVector b);
}
