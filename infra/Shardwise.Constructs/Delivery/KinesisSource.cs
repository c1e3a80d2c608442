using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.KinesisFirehose;
using Shardwise.Constructs.Monitoring;

namespace Shardwise.Constructs.Delivery;

/// <summary>The delivery stream reads a Kinesis stream. Records that the KPL aggregated are taken apart by the service.</summary>
public sealed record KinesisSource : DeliverySource
{
    /// <summary>The stream that is read, from the moment the delivery stream is there.</summary>
    public required IStream Stream { get; init; }

    internal override string Type => "KinesisStreamAsSource";

    internal override void Bind(DeliveryBinding binding, CfnDeliveryStreamProps stream)
    {
        StackReferences.Note(binding.Scope, Stream);
        var arn = Stream.StreamArn;
        binding.Allow([arn], "kinesis:DescribeStream", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards");
        if (Stream.EncryptionKey is { } key)
            binding.AllowKey(key, "kinesis", new Dictionary<string, object> { ["kms:EncryptionContext:aws:kinesis:arn"] = arn }, "kms:Decrypt");
        stream.KinesisStreamSourceConfiguration =
            new CfnDeliveryStream.KinesisStreamSourceConfigurationProperty { KinesisStreamArn = arn, RoleArn = binding.RoleArn };
    }
}
