namespace Shardwise.Producer;

/// <summary>What a producer has done since it was made; the same figures as its instruments, for those without a metrics listener.</summary>
public readonly record struct ProducerStatistics
{
    /// <summary>User records taken into the buffer.</summary>
    public long UserRecordsAdded { get; init; }

    /// <summary>User records that Kinesis accepted.</summary>
    public long UserRecordsAccepted { get; init; }

    /// <summary>User records given up.</summary>
    public long UserRecordsFailed { get; init; }

    /// <summary>User records refused for throughput, each time counted.</summary>
    public long UserRecordsThrottled { get; init; }

    /// <summary>
    /// User records sent again though they may lie in the stream already, each time counted: without an answer, or after an error of
    /// the service, or when a reshard put their aggregate on a shard that does not own all of it.
    /// </summary>
    public long UserRecordsAmbiguous { get; init; }

    /// <summary>Kinesis records accepted; <see cref="UserRecordsAccepted"/> by this is the aggregation ratio.</summary>
    public long KinesisRecordsAccepted { get; init; }

    /// <summary>Kinesis records refused for throughput, each time counted.</summary>
    public long KinesisRecordsThrottled { get; init; }

    /// <summary>Kinesis records sent again, each time counted.</summary>
    public long KinesisRecordsRetried { get; init; }

    /// <summary>Bytes that Kinesis accepted, data and partition keys.</summary>
    public long BytesAccepted { get; init; }

    /// <summary>PutRecords calls made.</summary>
    public long Requests { get; init; }

    /// <summary>Times the shard map was read.</summary>
    public long ShardMapReads { get; init; }

    /// <summary>What is held now, in the bytes that <see cref="ProducerOptions.MaxBufferedBytes"/> bounds.</summary>
    public long BufferedBytes { get; init; }

    /// <summary>The most that was ever held.</summary>
    public long PeakBufferedBytes { get; init; }
}
