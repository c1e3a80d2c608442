using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Constructs;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Streams;

/// <summary>The alarms of a stream, whoever made it.</summary>
internal static class StreamAlarms
{
    public static IReadOnlyList<Alarm> Make(Construct scope, IDataStream stream, AlarmSettings settings)
    {
        var alarms = new AlarmSet(scope, settings);
        var minute = Duration.Minutes(1);
        var sumOfAMinute = new MetricOptions { Period = minute, Statistic = "Sum" };
        var age = stream.MetricIteratorAge(new MetricOptions { Period = minute, Statistic = "Maximum" });
        // Half of the retention is gone, and half is left to mend what reads the stream. A reader that stops altogether sends no
        // datapoint, so a missing one must not end the alarm that came before it.
        if (stream.Retention is { } retention)
            alarms.Add(
                "IteratorAgeAlarm",
                $"A reader of the stream is {DurationUnit.Hours.Text(retention / 2)} behind, and at {DurationUnit.Hours.Text(retention)} "
                + "records are lost. Look for a reader that stopped or fails: its log says why.",
                age,
                new AlarmThreshold(retention.TotalMilliseconds / 2, Datapoints: 5, Periods: 5, TreatMissingData.IGNORE));
        // Long before records are lost, those who wait for them are served late.
        alarms.Add(
            "DelayAlarm",
            $"A reader of the stream is {DurationUnit.Seconds.Text(stream.MaxDelay)} behind, more than MaxDelay allows. Look whether it fails, is "
            + "throttled, or is slower than what is written.",
            age,
            new AlarmThreshold(stream.MaxDelay.TotalMilliseconds, Datapoints: 5, Periods: 5, TreatMissingData.IGNORE));
        // Producers retry a throttled record, so a minute of it does no harm; three of five do. No datapoint: nobody wrote.
        alarms.Add(
            "WriteThrottleAlarm",
            "Writes to the stream were throttled in three of the last five minutes: too few shards, or a few partition keys carry most of the load. "
            + "Raise MaxShards where the autoscaler is at it, or spread the keys.",
            stream.MetricWriteThrottles(sumOfAMinute),
            new AlarmThreshold(1, Datapoints: 3, Periods: 5, TreatMissingData.NOT_BREACHING));
        alarms.Add(
            "ReadThrottleAlarm",
            "Reads of the stream were throttled in three of the last five minutes: its readers share 2 MB/s and five calls a second of each shard. "
            + "Give a reader a FanOutConsumer of its own.",
            stream.MetricReadThrottles(sumOfAMinute),
            new AlarmThreshold(1, Datapoints: 3, Periods: 5, TreatMissingData.NOT_BREACHING));
        // A producer that handles partial failures tries these again; three minutes of five of them are trouble in the service.
        alarms.Add(
            "PutFailuresAlarm",
            "Kinesis failed to take records in three of the last five minutes, throttling apart. Look at the service's health, and "
            + "that producers try again.",
            stream.MetricPutFailures(sumOfAMinute),
            new AlarmThreshold(1, Datapoints: 3, Periods: 5, TreatMissingData.NOT_BREACHING));
        return alarms.Alarms;
    }
}
