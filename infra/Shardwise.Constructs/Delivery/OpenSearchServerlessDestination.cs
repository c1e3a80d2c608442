using Amazon.CDK.AWS.KinesisFirehose;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Delivery;

/// <summary>Records are indexed in an OpenSearch Serverless collection.</summary>
/// <remarks>
/// The collection's data access policy must let the delivery stream's role write to the index, beside what its role is allowed here.
/// </remarks>
public sealed record OpenSearchServerlessDestination : DeliveryDestination
{
    /// <summary>The collection's ARN.</summary>
    public required string CollectionArn { get; init; }

    /// <summary>The collection's endpoint.</summary>
    /// <value>Begins with <c>https://</c>.</value>
    public required string CollectionEndpoint { get; init; }

    /// <summary>The index.</summary>
    /// <value>1 to 80 characters.</value>
    public required string Index { get; init; }

    /// <summary>The way into the collection's VPC.</summary>
    /// <value>The default is none: the collection has a public endpoint.</value>
    public VpcDelivery? Vpc { get; init; }

    /// <summary>How much, and how long, records are gathered for one request.</summary>
    /// <value>1 to 100 MiB and 0 s to 900 s. The default is 5 MiB and 300 s.</value>
    public DeliveryBuffering Buffering { get; init; } = ConstructDefaults.Current.OpenSearchServerlessBuffering;

    /// <summary>How long a failed request is made again.</summary>
    /// <value>Whole seconds, 0 s to 7,200 s. The default is 300 s.</value>
    public TimeSpan RetryFor { get; init; } = ConstructDefaults.Current.OpenSearchServerlessRetry;

    /// <summary>Which records are also kept in S3.</summary>
    /// <value><see cref="BackupMode.Failed"/>, the default, or <see cref="BackupMode.All"/>.</value>
    public BackupMode BackupMode { get; init; } = ConstructDefaults.Current.OpenSearchServerlessBackupMode;

    internal override string MetricPrefix => "DeliveryToAmazonOpenSearchServerless";

    internal override TimeSpan BufferInterval => Buffering.Interval;

    internal override BackupMode EffectiveBackup => BackupMode;

    internal override void Check(PropsCheck check)
    {
        check.Arn($"Destination.{nameof(CollectionArn)}", CollectionArn, "aoss");
        check.Text($"Destination.{nameof(CollectionEndpoint)}", CollectionEndpoint, DeliveryCheck.IsUrl, "an address that begins with https://");
        check.Text($"Destination.{nameof(Index)}", Index, text => text.Length is > 0 and <= FirehoseLimits.MaxIndexNameLength,
            $"1 to {FirehoseLimits.MaxIndexNameLength} characters");
        Vpc?.Check(check);
        check.Buffer($"Destination.{nameof(Buffering)}", Buffering, BufferRange.OpenSearch);
        check.Retry($"Destination.{nameof(RetryFor)}", RetryFor);
        check.Mode(BackupMode, BackupMode.Failed, BackupMode.All);
    }

    internal override void Bind(DeliveryBinding binding, CfnDeliveryStreamProps stream)
    {
        binding.Allow([CollectionArn], "aoss:APIAccessAll");
        stream.AmazonOpenSearchServerlessDestinationConfiguration = new CfnDeliveryStream.AmazonOpenSearchServerlessDestinationConfigurationProperty
        {
            CollectionEndpoint = CollectionEndpoint,
            IndexName = Index,
            RoleArn = binding.RoleArn,
            VpcConfiguration = Vpc?.Bind(binding),
            BufferingHints = new CfnDeliveryStream.AmazonOpenSearchServerlessBufferingHintsProperty
            {
                IntervalInSeconds = Buffering.Interval.TotalSeconds,
                SizeInMBs = Buffering.SizeMiB,
            },
            RetryOptions = new CfnDeliveryStream.AmazonOpenSearchServerlessRetryOptionsProperty { DurationInSeconds = RetryFor.TotalSeconds },
            CloudWatchLoggingOptions = binding.Logging(),
            ProcessingConfiguration = Processing.Bind(binding, TransformBufferMb),
            S3BackupMode = BackupMode == BackupMode.All ? "AllDocuments" : "FailedDocumentsOnly",
            S3Configuration = binding.Location(Backup),
        };
    }
}
