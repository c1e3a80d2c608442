namespace Shardwise.Constructs.Tests.Monitoring;

/// <summary>An hour of each metric as it is when all is well, and as it is in the trouble that its alarm is for.</summary>
internal static class SampleData
{
    private const int Minutes = 60;

    private const double Quota = 1_000_000;

    private static readonly Dictionary<string, (Func<int, double[]> Well, Func<int, double[]> Ill)> ByMetric = new(
    [
        .. Delivered("DataFreshness", _ => [45, 200], _ => [4_000]),
        // A share of attempts, of which one in half an hour fails in part.
        .. Delivered("Success", minute => [minute % 30 == 0 ? 0.8 : 1], _ => [0.5]),
        // A minute's sum against a quota a second: half of it, and nine tenths.
        .. Quoted("Bytes"), .. Quoted("Records"), .. Quoted("PutRequests"),
        // A channel delivers every five minutes what its stream is given every minute; ill, it fails and writes no dead letter.
        .. Channel("S3", "Record"), .. Channel("Iceberg", "Row"),
    ])
    {
        // Milliseconds. Ill: past half of a week, and for a function past half of a day.
        ["AWS/Kinesis GetRecords.IteratorAgeMilliseconds"] = (_ => [900, 1_500], _ => [350_000_000]),
        ["AWS/Kinesis SubscribeToShardEvent.MillisBehindLatest"] = (_ => [40, 800], _ => [350_000_000]),
        ["AWS/Lambda IteratorAge"] = (_ => [1_200, 6_000], _ => [50_000_000]),
        // A record turned away now and then is tried again: one minute of seven does no harm, three of five do.
        ["AWS/Kinesis WriteProvisionedThroughputExceeded"] = (minute => [minute % 7 == 0 ? 3 : 0], minute => [minute % 5 < 3 ? 12 : 0]),
        ["AWS/Kinesis ReadProvisionedThroughputExceeded"] = (minute => [minute % 7 == 0 ? 1 : 0], minute => [minute % 5 < 3 ? 4 : 0]),
        ["AWS/Kinesis PutRecords.FailedRecords"] = (minute => [minute % 7 == 0 ? 1 : 0], minute => [minute % 5 < 3 ? 2 : 0]),
        ["AWS/Kinesis SubscribeToShard.RateExceeded"] = (minute => [minute % 7 == 0 ? 1 : 0], minute => [minute % 5 < 3 ? 2 : 0]),
        ["AWS/Kinesis VisibleQueueRecords"] = (minute => [minute % 7 == 0 ? 150_000 : 200], _ => [1_000_000]),
        ["AWS/Kinesis InFlightQueueRecords"] = (_ => [4_000], minute => [minute % 5 < 3 ? 118_000 : 90_000]),
        ["AWS/Kinesis IncomingRecords"] = (_ => [100], _ => [100]),
        ["AWS/Lambda Errors"] = (minute => [minute % 7 == 0 ? 1 : 0], minute => [minute % 5 < 3 ? 1 : 0]),
        ["AWS/Lambda Invocations"] = (_ => [1], _ => []),
        ["AWS/Lambda OnFailureDestinationDeliveredEventCount"] = (_ => [], _ => [40]),
        ["AWS/SQS ApproximateNumberOfMessagesVisible"] = (_ => [0], _ => [2]),
        ["AWS/DynamoDB WriteThrottleEvents"] = (minute => minute % 7 == 0 ? [1] : [], minute => [minute % 5 < 3 ? 4 : 0]),
        ["AWS/DynamoDB ReadThrottleEvents"] = (minute => minute % 7 == 0 ? [1] : [], minute => [minute % 5 < 3 ? 4 : 0]),
        ["AWS/Events FailedInvocations"] = (_ => [], _ => [2]),
        ["AWS/ApiGateway 5XXError"] = (minute => [minute % 7 == 0 ? 1 : 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            _ => [1, 0, 0]),
        // Milliseconds of a minute, and a restart in a deployment now and then.
        ["AWS/KinesisAnalytics downtime"] = (minute => [minute == 20 ? 40_000 : 0], _ => [60_000]),
        ["AWS/KinesisAnalytics restartingTime"] = (minute => [minute == 20 ? 40_000 : 0], _ => [45_000]),
        ["AWS/KinesisAnalytics failingTime"] = (_ => [0], _ => [15_000]),
        // These only ever grow: what once went wrong must not be an alarm for ever.
        ["AWS/KinesisAnalytics fullRestarts"] = (minute => [minute < 20 ? 7 : 8], minute => [7 + minute]),
        ["AWS/KinesisAnalytics numRestarts"] = (minute => [minute < 20 ? 7 : 8], minute => [7 + minute]),
        ["AWS/KinesisAnalytics numberOfFailedCheckpoints"] = (minute => [minute < 20 ? 4 : 5], minute => [4 + minute]),
        // Milliseconds: caught up, with -1 while nothing is known yet.
        ["AWS/KinesisAnalytics millisBehindLatest"] = (_ => [-1, 0, 3_000], _ => [0, 1_000_000]),
        // Of the library itself, in the namespace that has the application's name.
        ["search MillisBehindLatest"] = (_ => [0, 2_500], _ => [0, 4_000_000]),
        ["AWS/KinesisAnalytics lastCheckpointDuration"] = (_ => [1_500], _ => [4_000_000]),
        ["AWS/KinesisAnalytics containerCPUUtilization"] = (minute => [minute % 20 == 0 ? 90 : 55], _ => [95]),
        ["AWS/KinesisAnalytics heapMemoryUtilization"] = (_ => [60, 75], _ => [97]),
        ["AWS/KinesisVideo PutMedia.Success"] = (minute => [minute % 30 == 0 ? 0.8 : 1], _ => [0.5]),
        ["AWS/KinesisVideo PutMedia.ConnectionErrors"] = (minute => [minute % 20 == 0 ? 1 : 0], _ => [3]),
        // What the scaler sends only in a minute that has it.
        ["Shardwise ShardQuotaReached"] = (_ => [], _ => [1]),
        ["Shardwise HotKey"] = (_ => [], _ => [1]),
        ["Shardwise BudgetShort"] = (_ => [], _ => [1]),
        ["Shardwise WarmThroughputRefused"] = (_ => [], _ => [1]),
        // Seconds. Well: less than any buffer and its slack.
        ["AWS/Firehose BackupToS3.DataFreshness"] = (_ => [45, 200], _ => [4_000]),
        ["AWS/Firehose ExecuteProcessing.Success"] = (minute => [minute % 40 == 0 ? 0.9 : 1], _ => [0.6]),
        ["AWS/Firehose DeliveryToIceberg.FailedRowCount"] = (_ => [0], _ => [3]),
        ["AWS/Firehose FailedConversion.Records"] = (_ => [], _ => [7]),
        ["AWS/Firehose PartitionCountExceeded"] = (_ => [0], _ => [1]),
        ["AWS/Firehose ThrottledRecords"] = (minute => [minute % 35 == 0 ? 5 : 0], _ => [50]),
    };

    public static double[][] Well(string metric) => Over(metric, sample => sample.Well);

    public static double[][] Ill(string metric) => Over(metric, sample => sample.Ill);

    private static double[][] Over(string metric, Func<(Func<int, double[]> Well, Func<int, double[]> Ill), Func<int, double[]>> choose) =>
        ByMetric.TryGetValue(metric, out var samples)
            ? [.. Enumerable.Range(0, Minutes).Select(choose(samples))]
            : throw new InvalidOperationException(
                $"An alarm watches {metric}, for which there is no sample data: say here what it is when all is well, and when not.");

    private static IEnumerable<KeyValuePair<string, (Func<int, double[]>, Func<int, double[]>)>> Delivered(
        string what, Func<int, double[]> well, Func<int, double[]> ill) =>
        ((string[])["S3", "Redshift", "AmazonOpenSearchService", "AmazonOpenSearchServerless", "Splunk", "HttpEndpoint", "Snowflake", "Iceberg"])
            .Select(destination => KeyValuePair.Create($"AWS/Firehose DeliveryTo{destination}.{what}", (well, ill)));

    private static IEnumerable<KeyValuePair<string, (Func<int, double[]>, Func<int, double[]>)>> Channel(string destination, string things)
    {
        KeyValuePair<string, (Func<int, double[]>, Func<int, double[]>)> Of(string name, Func<int, double[]> well, Func<int, double[]> ill) =>
            new($"AWS/Kinesis DeliveryTo{destination}.{name}", (well, ill));

        yield return Of("DataFreshness", _ => [45, 200], _ => [4_000]);
        yield return Of($"Successful{things}Count", minute => minute % 5 == 4 ? [500] : [], _ => []);
        yield return Of($"Failed{things}Count", _ => [0], _ => [3]);
        yield return Of("DLQDeliverySuccess", _ => [], _ => []);
    }

    private static IEnumerable<KeyValuePair<string, (Func<int, double[]>, Func<int, double[]>)>> Quoted(string what) =>
    [
        KeyValuePair.Create<string, (Func<int, double[]>, Func<int, double[]>)>(
            $"AWS/Firehose Incoming{what}", (_ => [Quota * 60 * 0.5], _ => [Quota * 60 * 0.9])),
        KeyValuePair.Create<string, (Func<int, double[]>, Func<int, double[]>)>($"AWS/Firehose {what}PerSecondLimit", (_ => [Quota], _ => [Quota])),
    ];
}
