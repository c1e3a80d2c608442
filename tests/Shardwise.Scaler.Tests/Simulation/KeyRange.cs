namespace Shardwise.Scaler.Tests.Simulation;

/// <summary>An open shard of a simulated stream.</summary>
internal readonly record struct KeyRange(string Id, UInt128 Start, UInt128 End)
{
    public double Share => ((double)(End - Start) + 1) / Math.Pow(2, 128);

    public bool IsInside(UInt128 key) => key > Start && key <= End;
}
