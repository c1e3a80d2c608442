namespace Shardwise.Kpl;

/// <summary>A range of hash keys, both ends included: what a shard owns.</summary>
public readonly record struct HashKeyRange
{
    /// <summary>Makes a range.</summary>
    /// <param name="start">The first hash key in the range.</param>
    /// <param name="end">The last hash key in the range; not below <paramref name="start"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="end"/> is below <paramref name="start"/>.</exception>
    public HashKeyRange(UInt128 start, UInt128 end)
    {
        if (end < start)
        {
            throw new ArgumentException($"A hash key range ends at {end}, below its start {start}; the end must be at least the start.", nameof(end));
        }

        Start = start;
        End = end;
    }

    /// <summary>The whole key space, 0 to 2^128 - 1: what the only shard of a stream owns.</summary>
    public static HashKeyRange All { get; } = new(UInt128.MinValue, UInt128.MaxValue);

    /// <summary>The first hash key in the range.</summary>
    public UInt128 Start { get; }

    /// <summary>The last hash key in the range.</summary>
    public UInt128 End { get; }

    /// <summary>Whether the range holds a hash key.</summary>
    public bool Contains(UInt128 hashKey) => Start <= hashKey && hashKey <= End;
}
