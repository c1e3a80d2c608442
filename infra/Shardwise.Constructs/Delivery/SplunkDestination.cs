using Amazon.CDK.AWS.KinesisFirehose;
using Amazon.CDK.AWS.SecretsManager;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Delivery;

/// <summary>Records are sent to Splunk's HTTP Event Collector.</summary>
public sealed record SplunkDestination : DeliveryDestination
{
    /// <summary>The collector's address.</summary>
    /// <value>Begins with <c>https://</c>.</value>
    public required string Url { get; init; }

    /// <summary>The secret that holds the collector's token, as <c>{"hec_token": "..."}</c>.</summary>
    /// <remarks>Source of the key's name: "Understand secrets" in the Firehose developer guide.</remarks>
    public required ISecret Token { get; init; }

    /// <summary>Which kind of endpoint it is.</summary>
    /// <value>The default is <see cref="SplunkEndpoint.Raw"/>.</value>
    public SplunkEndpoint Endpoint { get; init; } = ConstructDefaults.Current.SplunkEndpoint;

    /// <summary>How long to wait for Splunk to acknowledge what it got.</summary>
    /// <value>Whole seconds, 180 s to 600 s. The default is 180 s.</value>
    public TimeSpan AcknowledgmentTimeout { get; init; } = ConstructDefaults.Current.SplunkAcknowledgmentTimeout;

    /// <summary>How much, and how long, records are gathered for one request.</summary>
    /// <value>1 to 5 MiB and 0 s to 60 s. The default is 5 MiB and 60 s.</value>
    public DeliveryBuffering Buffering { get; init; } = ConstructDefaults.Current.SplunkBuffering;

    /// <summary>How long a failed request is made again.</summary>
    /// <value>Whole seconds, 0 s to 7,200 s. The default is 300 s.</value>
    public TimeSpan RetryFor { get; init; } = ConstructDefaults.Current.SplunkRetry;

    /// <summary>Which records are also kept in S3.</summary>
    /// <value><see cref="BackupMode.Failed"/>, the default, or <see cref="BackupMode.All"/>, from which there is no way back.</value>
    public BackupMode BackupMode { get; init; } = ConstructDefaults.Current.SplunkBackupMode;

    internal override string MetricPrefix => "DeliveryToSplunk";

    internal override double TransformBufferMb => ConstructDefaults.Current.TransformSmallBufferMb;

    internal override TimeSpan BufferInterval => Buffering.Interval;

    internal override BackupMode EffectiveBackup => BackupMode;

    internal override void Check(PropsCheck check)
    {
        check.Text($"Destination.{nameof(Url)}", Url, DeliveryCheck.IsUrl, "an address that begins with https://");
        check.Duration(
            $"Destination.{nameof(AcknowledgmentTimeout)}", AcknowledgmentTimeout,
            FirehoseLimits.MinSplunkAcknowledgment, FirehoseLimits.MaxSplunkAcknowledgment, DurationUnit.Seconds);
        check.Buffer($"Destination.{nameof(Buffering)}", Buffering, BufferRange.Splunk);
        check.Retry($"Destination.{nameof(RetryFor)}", RetryFor);
        check.Mode(BackupMode, BackupMode.Failed, BackupMode.All);
    }

    internal override void Bind(DeliveryBinding binding, CfnDeliveryStreamProps stream) =>
        stream.SplunkDestinationConfiguration = new CfnDeliveryStream.SplunkDestinationConfigurationProperty
        {
            HecEndpoint = Url,
            HecEndpointType = Endpoint.ToString(),
            HecAcknowledgmentTimeoutInSeconds = AcknowledgmentTimeout.TotalSeconds,
            SecretsManagerConfiguration = binding.Secret(Token),
            BufferingHints = new CfnDeliveryStream.SplunkBufferingHintsProperty
            {
                IntervalInSeconds = Buffering.Interval.TotalSeconds,
                SizeInMBs = Buffering.SizeMiB,
            },
            RetryOptions = new CfnDeliveryStream.SplunkRetryOptionsProperty { DurationInSeconds = RetryFor.TotalSeconds },
            CloudWatchLoggingOptions = binding.Logging(),
            ProcessingConfiguration = Processing.Bind(binding, TransformBufferMb),
            S3BackupMode = BackupMode == BackupMode.All ? "AllEvents" : "FailedEventsOnly",
            S3Configuration = binding.Location(Backup),
        };
}
