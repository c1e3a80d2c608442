using System.Diagnostics.Metrics;

namespace Shardwise.Producer;

/// <summary>Counts, and tells the counts to metrics listeners.</summary>
internal sealed class ProducerCounters : IDisposable
{
    private readonly Meter _meter = new(KinesisProducer.MeterName);
    private readonly KeyValuePair<string, object?> _stream;
    private readonly Histogram<double> _acceptanceDuration;
    private readonly Histogram<int> _aggregation;
    private long _userRecordsAccepted;
    private long _kinesisRecordsAccepted;
    private long _bytesAccepted;

    /// <param name="streamName">The stream, a tag of every measurement.</param>
    public ProducerCounters(string streamName)
    {
        _stream = new("aws.kinesis.stream_name", streamName);
        _acceptanceDuration = _meter.CreateHistogram<double>(
            Name("acceptance.duration"), "s", "From when a user record was buffered until Kinesis accepted it.");
        _aggregation = _meter.CreateHistogram<int>(
            Name("aggregation.ratio"), "{record}", "User records in an accepted Kinesis record.");
    }

    public long UserRecordsAdded { get; set; }

    public long UserRecordsFailed { get; set; }

    public long UserRecordsThrottled { get; set; }

    public long UserRecordsAmbiguous { get; set; }

    public long KinesisRecordsThrottled { get; set; }

    public long KinesisRecordsRetried { get; set; }

    public long Requests { get; set; }

    /// <summary>Offers the counts to listeners.</summary>
    /// <param name="read">Reads them under their lock; may be called at once, from any thread.</param>
    public void Publish(Func<ProducerStatistics> read)
    {
        Count("user_records.added", "{record}", "User records taken into the buffer.", counts => counts.UserRecordsAdded);
        Count("user_records.accepted", "{record}", "User records that Kinesis accepted.", counts => counts.UserRecordsAccepted);
        Count("user_records.failed", "{record}", "User records given up.", counts => counts.UserRecordsFailed);
        Count("kinesis_records.accepted", "{record}", "Kinesis records accepted.", counts => counts.KinesisRecordsAccepted);
        Count("kinesis_records.throttled", "{record}", "Kinesis records refused for throughput.", counts => counts.KinesisRecordsThrottled);
        Count("kinesis_records.retried", "{record}", "Kinesis records sent again.", counts => counts.KinesisRecordsRetried);
        Count("bytes.accepted", "By", "Data and partition keys that Kinesis accepted.", counts => counts.BytesAccepted);
        Count("requests", "{request}", "PutRecords calls made.", counts => counts.Requests);
        _meter.CreateObservableGauge(
            Name("buffer.size"), () => new Measurement<long>(read().BufferedBytes, _stream), "By", "What is held, waiting or in flight.");

        void Count(string name, string unit, string description, Func<ProducerStatistics, long> count) =>
            _meter.CreateObservableCounter(Name(name), () => new Measurement<long>(count(read()), _stream), unit, description);
    }

    public void Accepted(OutgoingRecord record, TimeSpan now)
    {
        _userRecordsAccepted += record.UserRecords.Count;
        _kinesisRecordsAccepted++;
        _bytesAccepted += record.Size;
        _aggregation.Record(record.UserRecords.Count, _stream);
        if (_acceptanceDuration.Enabled)
        {
            foreach (PendingRecord pending in record.UserRecords)
            {
                _acceptanceDuration.Record((now - pending.AddedAt).TotalSeconds, _stream);
            }
        }
    }

    public ProducerStatistics Snapshot() => new()
    {
        UserRecordsAdded = UserRecordsAdded,
        UserRecordsAccepted = _userRecordsAccepted,
        UserRecordsFailed = UserRecordsFailed,
        UserRecordsThrottled = UserRecordsThrottled,
        UserRecordsAmbiguous = UserRecordsAmbiguous,
        KinesisRecordsAccepted = _kinesisRecordsAccepted,
        KinesisRecordsThrottled = KinesisRecordsThrottled,
        KinesisRecordsRetried = KinesisRecordsRetried,
        BytesAccepted = _bytesAccepted,
        Requests = Requests,
    };

    public void Dispose() => _meter.Dispose();

    private static string Name(string name) => "shardwise.producer." + name;
}
