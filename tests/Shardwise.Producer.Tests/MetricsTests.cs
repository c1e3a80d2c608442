using System.Diagnostics.Metrics;
using Shardwise.Producer.Tests.Fakes;

namespace Shardwise.Producer.Tests;

public sealed class MetricsTests
{
    [Fact]
    public async Task Every_instrument_tells_its_figure_with_the_stream()
    {
        using var kinesis = new FakeKinesis(shards: 2);
        int refused = 0;
        kinesis.Refuse = _ => ++refused == 1 ? Load.Throttled : null;
        string stream = "metrics-" + Guid.NewGuid();
        var sums = new Dictionary<string, double>();
        using MeterListener listener = Listen(stream, sums);
        await using var producer = new KinesisProducer(kinesis, stream, Load.Quick with { RecordMaxBufferedTime = TimeSpan.FromMinutes(1) });
        Task<ProducedRecord>[] accepted = Load.AddAll(producer, 0, 100);
        await producer.FlushAsync();
        await Task.WhenAll(accepted);

        listener.RecordObservableInstruments();

        Assert.Equal(100, sums["shardwise.producer.user_records.added"]);
        Assert.Equal(100, sums["shardwise.producer.user_records.accepted"]);
        Assert.Equal(0, sums["shardwise.producer.user_records.failed"]);
        Assert.Equal(2, sums["shardwise.producer.kinesis_records.accepted"]);
        Assert.Equal(1, sums["shardwise.producer.kinesis_records.throttled"]);
        Assert.Equal(1, sums["shardwise.producer.kinesis_records.retried"]);
        Assert.Equal(2, sums["shardwise.producer.requests"]);
        Assert.Equal(kinesis.Records.Sum(record => record.Data.Length + 1), sums["shardwise.producer.bytes.accepted"]);
        Assert.Equal(0, sums["shardwise.producer.buffer.size"]);
        Assert.Equal(100, sums["shardwise.producer.aggregation.ratio"]);
        Assert.True(sums["shardwise.producer.acceptance.duration"] > 0);
    }

    private static MeterListener Listen(string stream, Dictionary<string, double> sums)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == KinesisProducer.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        return listener;

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags is [{ Key: "aws.kinesis.stream_name", Value: string name }] && name == stream)
            {
                lock (sums)
                {
                    sums[instrument.Name] = sums.GetValueOrDefault(instrument.Name) + value;
                }
            }
        }
    }
}
