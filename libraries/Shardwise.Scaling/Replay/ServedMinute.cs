namespace Shardwise.Scaling.Replay;

/// <summary>What a replayed stream did with a minute's load.</summary>
internal struct ServedMinute
{
    public double AcceptedRecords;
    public double AcceptedBytes;
    public double ThrottledLoad;
    public double ThrottledRecords;
    public double LateLoad;
    public double Lost;

    public void Take(double load, bool late, TraceMinute perShard)
    {
        AcceptedRecords += load * perShard.Records;
        AcceptedBytes += load * perShard.Bytes;
        LateLoad += late ? load : 0;
    }

    public void Refuse(double load, double attemptsPerShard)
    {
        ThrottledLoad += load;
        ThrottledRecords += load * attemptsPerShard;
    }
}
