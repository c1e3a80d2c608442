using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Consumers;

/// <content>What tells that the consumer is in trouble.</content>
public sealed partial class EtlConsumer
{
    private IReadOnlyList<Alarm> MakeAlarms(EtlConsumerProps props)
    {
        var alarms = new AlarmSet(this, props.Alarms);
        var minute = Duration.Minutes(1);
        var (half, all) = (PropsCheck.Number(props.MaxRecordAge.TotalHours / 2), PropsCheck.Number(props.MaxRecordAge.TotalHours));
        var fate = FailureQueue is null ? "are set aside" : "go to the failure queue";
        var age = MetricIteratorAge(new MetricOptions { Period = minute, Statistic = "Maximum" });
        // Half of the age at which records are given up. A mapping that stops sends no datapoint, so a missing one must not end the alarm.
        alarms.Add(
            "IteratorAgeAlarm",
            $"The consumer is {half} h behind its stream, and at {all} h records {fate} untried. Look at its errors, or raise ParallelizationFactor.",
            age,
            new AlarmThreshold(lateAfter, Datapoints: 5, Periods: 5, TreatMissingData.IGNORE));
        var delay = props.EffectiveMaxDelay;
        if (delay <= props.MaxRecordAge / 2)
            alarms.Add(
                "DelayAlarm",
                $"The consumer is {DurationUnit.Seconds.Text(delay)} behind its stream, more than MaxDelay allows. Look at its errors and its "
                + "duration, or raise ParallelizationFactor.",
                age,
                new AlarmThreshold(delay.TotalMilliseconds, Datapoints: 5, Periods: 5, TreatMissingData.IGNORE));
        // A call that fails once is tried again. No datapoint: no batch, so no error.
        alarms.Add(
            "ErrorsAlarm",
            "The consumer failed in three of the last five minutes. Its log says why.",
            Function.MetricErrors(new MetricOptions { Period = minute, Statistic = "Sum" }),
            new AlarmThreshold(1, Datapoints: 3, Periods: 5, TreatMissingData.NOT_BREACHING));
        AlarmOnFailures(alarms);
        return alarms.Alarms;
    }

    private void AlarmOnFailures(AlarmSet alarms)
    {
        // A queue that nobody calls for six hours stops reporting even while messages wait in it: the alarm stays as it is.
        if (FailureQueue is { } queue)
            alarms.Add(
                "FailureQueueAlarm",
                "Records could not be processed and wait in the failure queue. Each message names a shard and the sequence numbers to read again.",
                queue.MetricApproximateNumberOfMessagesVisible(new MetricOptions { Period = Duration.Minutes(1), Statistic = "Maximum" }),
                new AlarmThreshold(1, Datapoints: 1, Periods: 1, TreatMissingData.IGNORE));
        else
            alarms.Add(
                "SetAsideAlarm",
                "Records could not be processed and were set aside. Look in the destination of failures: each message or object names a shard and "
                + "the sequence numbers to read again.",
                MetricOfMapping("OnFailureDestinationDeliveredEventCount"),
                new AlarmThreshold(1, Datapoints: 1, Periods: 1, TreatMissingData.NOT_BREACHING));
    }
}
