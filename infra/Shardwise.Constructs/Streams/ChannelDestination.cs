using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.S3;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Streams;

/// <summary>Where a <see cref="StreamChannel"/> takes its records: <see cref="ChannelBucket"/> or <see cref="ChannelTable"/>.</summary>
public abstract record ChannelDestination
{
    private protected ChannelDestination()
    {
    }

    /// <summary>The bucket for records that cannot be delivered.</summary>
    /// <value>A table needs one; a bucket's default is none.</value>
    public IBucket? DeadLetterBucket { get; init; }

    internal abstract string Property { get; }

    internal abstract void Check(PropsCheck check, StreamChannelProps props);

    internal abstract Dictionary<string, object> Render(ChannelRole role, string account, IKey? key);

    private protected void RenderDeadLetters(Dictionary<string, object> rendered, ChannelRole role, string account)
    {
        if (DeadLetterBucket is not { } bucket)
            return;
        role.AllowBucket(bucket);
        rendered["DeadLetterQueueS3Configuration"] = new Dictionary<string, object>
        {
            ["BucketARN"] = bucket.BucketArn,
            ["ExpectedBucketOwner"] = account,
        };
    }
}
