using Amazon.CDK;
using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.KinesisFirehose;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Delivery;

/// <summary>The delivery stream reads a Kinesis stream. Records that the KPL aggregated are taken apart by the service.</summary>
public sealed record KinesisSource : DeliverySource
{
    /// <summary>The stream that is read, from the moment the delivery stream is there.</summary>
    /// <remarks>
    /// It is of the delivery stream's region. Of another account its policy and its key's must let this account in: a stack of this app that makes
    /// the stream is told so, and of any other a warning has the statements. AWS documents that for readers in general and not for Firehose.
    /// </remarks>
    public required IStream Stream { get; init; }

    internal override string Type => "KinesisStreamAsSource";

    internal override void Bind(DeliveryBinding binding, CfnDeliveryStreamProps stream)
    {
        var (own, region) = (Stack.Of(binding.Scope).Region, StreamPlace.Of(Stream).Region);
        new PropsCheck($"FirehoseStream '{binding.Scope.Node.Id}' has invalid properties").Require(
            !StreamPlace.Differ(own, region), $"Source.{nameof(Stream)}", $"in {region}",
            $"a stream of {own}, where this stack is: Firehose reads from no other region").ThrowIfAny();
        StackReferences.Note(binding.Scope, Stream);
        var arn = Stream.StreamArn;
        string[] reading = ["kinesis:DescribeStream", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"];
        binding.Allow([arn], reading);
        binding.AllowStreamKey(Stream, "kms:Decrypt");
        StreamOfOthers.Allow(binding.Scope, Stream, reading, "kms:Decrypt");
        stream.KinesisStreamSourceConfiguration =
            new CfnDeliveryStream.KinesisStreamSourceConfigurationProperty { KinesisStreamArn = arn, RoleArn = binding.RoleArn };
    }
}
