namespace Shardwise.LocalKinesis.Streams;

/// <summary>The hash keys from start to end, both inclusive.</summary>
internal readonly record struct HashKeyRange(UInt128 Start, UInt128 End)
{
    /// <summary>n equal ranges of all keys as CreateStream cuts them: the last takes the remainder.</summary>
    public static HashKeyRange[] Cut(int count)
    {
        var starts = Starts(count);
        return [.. starts.Select((start, i) => new HashKeyRange(start, i + 1 < count ? starts[i + 1] - 1 : UInt128.MaxValue))];
    }

    public static UInt128[] Starts(int count)
    {
        // floor(2^128 / n), without a type for 2^128: (2^128 - 1) / n falls one short where n divides 2^128.
        var width = (UInt128.MaxValue / (uint)count) + (UInt128.MaxValue % (uint)count == (uint)count - 1 ? UInt128.One : UInt128.Zero);
        var starts = new UInt128[count];
        for (var i = 1; i < count; i++)
        {
            starts[i] = starts[i - 1] + width;
        }

        return starts;
    }
}
