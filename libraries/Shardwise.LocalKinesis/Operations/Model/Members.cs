namespace Shardwise.LocalKinesis.Operations;

/// <summary>Members that several requests have, with the constraints of the service's model.</summary>
internal static class Members
{
    private const string NamePattern = "[a-zA-Z0-9_.-]+";

    public static readonly Member StreamName = Member.Text("StreamName", 1, 128, NamePattern);

    public static readonly Member StreamArn = Member.Text("StreamARN", 1, 2048, @"arn:aws.*:kinesis:.*:\d{12}:stream/\S+");

    public static readonly Member ConsumerArn = Member.Text(
        "ConsumerARN", 1, 2048, @"^(arn):aws.*:kinesis:.*:\d{12}:.*stream\/[a-zA-Z0-9_.-]+\/consumer\/[a-zA-Z0-9_.-]+:[0-9]+");

    public static readonly Member ResourceArn = Member.Text("ResourceARN", 1, 2048, @"arn:aws.*:kinesis:.*:\d{12}:.*stream/\S+");

    public static readonly Member ConsumerName = Member.Text("ConsumerName", 1, 128, NamePattern);

    public static readonly Member ShardId = Member.Text("ShardId", 1, 128, NamePattern);

    public static readonly Member HashKey = Member.Text("ExplicitHashKey", 0, int.MaxValue, @"0|([1-9]\d{0,38})") with
    {
        LeastLength = null,
        MostLength = null
    };

    public static readonly Member SequenceNumber = Member.Text("SequenceNumber", 0, int.MaxValue, @"0|([1-9]\d{0,128})") with
    {
        LeastLength = null,
        MostLength = null
    };

    public static readonly Member PartitionKey = Member.Text("PartitionKey", 1, 256);

    public static readonly Member Data = new("Data", Kind.Blob) { IsRequired = true, LeastLength = 0, MostLength = 10_485_760 };

    public static readonly Member NextToken = Member.Text("NextToken", 1, 1_048_576);

    public static readonly Member ShardIterator = Member.Text("ShardIterator", 1, 512);

    public static readonly Member Limit = Member.Number("Limit", 1, 10_000);

    public static readonly Member MaxResults = Member.Number("MaxResults", 1, 10_000);

    public static readonly Member DryRun = new("DryRun", Kind.Boolean);

    public static readonly Member Timestamp = new("Timestamp", Kind.Timestamp);

    public static readonly Member StreamCreationTimestamp = new("StreamCreationTimestamp", Kind.Timestamp);

    public static readonly Member StreamModeDetails = Member.Structure("StreamModeDetails", Member.Choice("StreamMode", "PROVISIONED", "ON_DEMAND")
        .Required());

    public static readonly Member WarmThroughput = Member.Number("WarmThroughputMiBps", 0);

    public static readonly Member MaxRecordSize = Member.Number("MaxRecordSizeInKiB", 1024, 10_240);

    public static readonly Member Distribution = Member.Choice("RecordDistributionStrategy", "AUTO", "USER_PARTITION_KEY");

    public static readonly Member Tags = new("Tags", Kind.Map) { LeastLength = 1, MostLength = 200, KeyLength = (1, 128), ValueLength = (0, 256) };

    public static readonly Member TagKeys = Member.List("TagKeys", 1, 50, Member.Text("member", 1, 128));

    public static readonly Member KeyId = Member.Text("KeyId", 1, 2048);

    public static readonly Member EncryptionType = Member.Choice("EncryptionType", "NONE", "KMS");

    // The order is that of the service's own texts.
    public static readonly Member IteratorType = Member.Choice(
        "ShardIteratorType", "AFTER_SEQUENCE_NUMBER", "LATEST", "AT_TIMESTAMP", "AT_SEQUENCE_NUMBER", "TRIM_HORIZON");

    public static readonly Member ShardLevelMetrics = Member.List(
        "ShardLevelMetrics",
        1,
        7,
        Member.Choice(
            "member", "IncomingBytes", "IncomingRecords", "OutgoingBytes", "OutgoingRecords", "WriteProvisionedThroughputExceeded",
            "ReadProvisionedThroughputExceeded", "IteratorAgeMilliseconds", "ALL"));
}
