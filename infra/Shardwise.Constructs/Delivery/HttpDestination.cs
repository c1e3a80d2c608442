using Amazon.CDK.AWS.KinesisFirehose;
using Amazon.CDK.AWS.SecretsManager;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Delivery;

/// <summary>Records are sent to an HTTPS endpoint, on port 443, as Firehose's request format has it.</summary>
public sealed partial record HttpDestination : DeliveryDestination
{
    /// <summary>The endpoint's address.</summary>
    /// <value>Begins with <c>https://</c>, at most 1,000 characters.</value>
    public required string Url { get; init; }

    /// <summary>A name for the endpoint.</summary>
    /// <value>1 to 256 characters. The default is none.</value>
    public string? Name { get; init; }

    /// <summary>The secret that holds the endpoint's access key, as <c>{"api_key": "..."}</c>.</summary>
    /// <value>The default is none: the endpoint asks for no key.</value>
    /// <remarks>Source of the key's name: "Understand secrets" in the Firehose developer guide.</remarks>
    public ISecret? AccessKey { get; init; }

    /// <summary>How a request's body is compressed.</summary>
    /// <value>The default is <see cref="HttpEncoding.Gzip"/>.</value>
    public HttpEncoding Encoding { get; init; } = ConstructDefaults.Current.HttpEncoding;

    /// <summary>Names and values sent with each request.</summary>
    /// <value>At most 50. The default is none.</value>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>How much, and how long, records are gathered for one request.</summary>
    /// <value>1 to 64 MiB and 0 s to 900 s. The default is 5 MiB and 300 s.</value>
    public DeliveryBuffering Buffering { get; init; } = ConstructDefaults.Current.HttpBuffering;

    /// <summary>How long a failed request is made again.</summary>
    /// <value>Whole seconds, 0 s to 7,200 s. The default is 300 s.</value>
    public TimeSpan RetryFor { get; init; } = ConstructDefaults.Current.HttpRetry;

    /// <summary>Which records are also kept in S3.</summary>
    /// <value><see cref="BackupMode.Failed"/>, the default, or <see cref="BackupMode.All"/>.</value>
    public BackupMode BackupMode { get; init; } = ConstructDefaults.Current.HttpBackupMode;

    internal override string MetricPrefix => "DeliveryToHttpEndpoint";

    internal override TimeSpan BufferInterval => Buffering.Interval;

    internal override BackupMode EffectiveBackup => BackupMode;

    internal override void Check(PropsCheck check)
    {
        check.Text($"Destination.{nameof(Url)}", Url, text => text.Length <= FirehoseLimits.MaxHttpUrlLength && DeliveryCheck.IsUrl(text),
            $"an address that begins with https://, at most {PropsCheck.Number(FirehoseLimits.MaxHttpUrlLength)} characters");
        if (Name is { } name)
            check.Text($"Destination.{nameof(Name)}", name, text => text.Length is > 0 and <= FirehoseLimits.MaxHttpNameLength,
                $"1 to {FirehoseLimits.MaxHttpNameLength} characters");
        check.Require(
            Attributes.Count <= FirehoseLimits.MaxHttpAttributes, $"Destination.{nameof(Attributes)}", $"{Attributes.Count} attributes",
            $"at most {FirehoseLimits.MaxHttpAttributes}");
        check.Buffer($"Destination.{nameof(Buffering)}", Buffering, BufferRange.Http);
        check.Retry($"Destination.{nameof(RetryFor)}", RetryFor);
        check.Mode(BackupMode, BackupMode.Failed, BackupMode.All);
    }

    internal override void Bind(DeliveryBinding binding, CfnDeliveryStreamProps stream) =>
        stream.HttpEndpointDestinationConfiguration = new CfnDeliveryStream.HttpEndpointDestinationConfigurationProperty
        {
            EndpointConfiguration = new CfnDeliveryStream.HttpEndpointConfigurationProperty { Url = Url, Name = Name },
            SecretsManagerConfiguration = AccessKey is null ? null : binding.Secret(AccessKey),
            RequestConfiguration = new CfnDeliveryStream.HttpEndpointRequestConfigurationProperty
            {
                ContentEncoding = Encoding.ToString().ToUpperInvariant(),
                CommonAttributes = Attributes.Count == 0 ? null : Attributes.Select(Attribute).ToArray<object>(),
            },
            RoleArn = binding.RoleArn,
            BufferingHints = DeliveryBinding.Hints(Buffering),
            RetryOptions = new CfnDeliveryStream.RetryOptionsProperty { DurationInSeconds = RetryFor.TotalSeconds },
            CloudWatchLoggingOptions = binding.Logging(),
            ProcessingConfiguration = Processing.Bind(binding, TransformBufferMb),
            S3BackupMode = BackupMode == BackupMode.All ? "AllData" : "FailedDataOnly",
            S3Configuration = binding.Location(Backup),
        };

    private static CfnDeliveryStream.HttpEndpointCommonAttributeProperty Attribute(KeyValuePair<string, string> attribute) =>
        new() { AttributeName = attribute.Key, AttributeValue = attribute.Value };
}
