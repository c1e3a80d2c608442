namespace Shardwise.Scaler.Observing;

/// <summary>An open shard and the hash keys it takes, first and last.</summary>
internal readonly record struct ShardRange(string Id, UInt128 Start, UInt128 End)
{
    /// <summary>How many hash keys, less one: the whole key space would not fit.</summary>
    public UInt128 Width => End - Start;

    /// <summary>The part of the key space, 0 to 1.</summary>
    public double Share => ((double)Width + 1) / Math.Pow(2, 128);

    public bool IsInside(UInt128 key) => key > Start && key <= End;

    /// <summary>The first key of the upper half.</summary>
    public UInt128 Middle => Start + Width / 2 + 1;
}
