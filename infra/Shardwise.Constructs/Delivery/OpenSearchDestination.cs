using Amazon.CDK.AWS.KinesisFirehose;
using Amazon.CDK.AWS.OpenSearchService;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Delivery;

/// <summary>Records are indexed in an OpenSearch Service domain.</summary>
public sealed record OpenSearchDestination : DeliveryDestination
{
    /// <summary>The domain, whose ARN is what the role is allowed.</summary>
    public required IDomain Domain { get; init; }

    /// <summary>The endpoint of the domain, for one of another account: its policy must let the delivery stream's role in.</summary>
    /// <value>
    /// Begins with <c>https://</c>, at most 512 characters. The default is to find the domain by its ARN, which is for one of this account.
    /// </value>
    /// <remarks>
    /// Source: ClusterEndpoint in the API reference, and "Cross-account delivery to an OpenSearch Service destination" in the developer guide.
    /// </remarks>
    public string? ClusterEndpoint { get; init; }

    /// <summary>The index, or what its name begins with under <see cref="Rotation"/>.</summary>
    /// <value>1 to 80 characters.</value>
    public required string Index { get; init; }

    /// <summary>How often a new index is begun.</summary>
    /// <value>The default is <see cref="IndexRotation.OneDay"/>.</value>
    public IndexRotation Rotation { get; init; } = ConstructDefaults.Current.OpenSearchRotation;

    /// <summary>Who gives documents their ids.</summary>
    /// <value>The default is <see cref="DocumentIds.Firehose"/>.</value>
    public DocumentIds DocumentIds { get; init; } = ConstructDefaults.Current.OpenSearchDocumentIds;

    /// <summary>The way into the domain's VPC.</summary>
    /// <value>The default is none: the domain has a public endpoint.</value>
    public VpcDelivery? Vpc { get; init; }

    /// <summary>How much, and how long, records are gathered for one request.</summary>
    /// <value>1 to 100 MiB and 0 s to 900 s. The default is 5 MiB and 300 s.</value>
    public DeliveryBuffering Buffering { get; init; } = ConstructDefaults.Current.OpenSearchBuffering;

    /// <summary>How long a failed request is made again.</summary>
    /// <value>Whole seconds, 0 s to 7,200 s. The default is 300 s.</value>
    public TimeSpan RetryFor { get; init; } = ConstructDefaults.Current.OpenSearchRetry;

    /// <summary>Which records are also kept in S3.</summary>
    /// <value><see cref="BackupMode.Failed"/>, the default, or <see cref="BackupMode.All"/>.</value>
    public BackupMode BackupMode { get; init; } = ConstructDefaults.Current.OpenSearchBackupMode;

    internal override string MetricPrefix => "DeliveryToAmazonOpenSearchService";

    internal override TimeSpan BufferInterval => Buffering.Interval;

    internal override BackupMode EffectiveBackup => BackupMode;

    internal override void Check(PropsCheck check)
    {
        check.Text($"Destination.{nameof(Index)}", Index, text => text.Length is > 0 and <= FirehoseLimits.MaxIndexNameLength,
            $"1 to {FirehoseLimits.MaxIndexNameLength} characters");
        if (ClusterEndpoint is { } endpoint)
            check.Text(
                $"Destination.{nameof(ClusterEndpoint)}", endpoint,
                text => text.Length <= FirehoseLimits.MaxEndpointLength && DeliveryCheck.IsUrl(text),
                $"an address that begins with https://, at most {FirehoseLimits.MaxEndpointLength} characters");
        Vpc?.Check(check);
        check.Buffer($"Destination.{nameof(Buffering)}", Buffering, BufferRange.OpenSearch);
        check.Retry($"Destination.{nameof(RetryFor)}", RetryFor);
        check.Mode(BackupMode, BackupMode.Failed, BackupMode.All);
    }

    internal override void Bind(DeliveryBinding binding, CfnDeliveryStreamProps stream)
    {
        AllowIndexing(binding);
        stream.AmazonopensearchserviceDestinationConfiguration = new CfnDeliveryStream.AmazonopensearchserviceDestinationConfigurationProperty
        {
            // The service takes one of the two.
            DomainArn = ClusterEndpoint is null ? Domain.DomainArn : null,
            ClusterEndpoint = ClusterEndpoint,
            IndexName = Index,
            IndexRotationPeriod = Rotation.ToString(),
            DocumentIdOptions = new CfnDeliveryStream.DocumentIdOptionsProperty
            {
                DefaultDocumentIdFormat = DocumentIds == DocumentIds.Firehose ? "FIREHOSE_DEFAULT" : "NO_DOCUMENT_ID",
            },
            RoleArn = binding.RoleArn,
            VpcConfiguration = Vpc?.Bind(binding),
            BufferingHints = new CfnDeliveryStream.AmazonopensearchserviceBufferingHintsProperty
            {
                IntervalInSeconds = Buffering.Interval.TotalSeconds,
                SizeInMBs = Buffering.SizeMiB,
            },
            RetryOptions = new CfnDeliveryStream.AmazonopensearchserviceRetryOptionsProperty { DurationInSeconds = RetryFor.TotalSeconds },
            CloudWatchLoggingOptions = binding.Logging(),
            ProcessingConfiguration = Processing.Bind(binding, TransformBufferMb),
            S3BackupMode = BackupMode == BackupMode.All ? "AllDocuments" : "FailedDocumentsOnly",
            S3Configuration = binding.Location(Backup),
        };
    }

    // The permissions that the developer guide lists for this destination ("Grant Firehose access to a public OpenSearch Service destination").
    private void AllowIndexing(DeliveryBinding binding)
    {
        var arn = Domain.DomainArn;
        binding.Allow(
            [arn, $"{arn}/*"], "es:DescribeDomain", "es:DescribeDomainConfig", "es:DescribeDomains", "es:ESHttpPost", "es:ESHttpPut");
        binding.Allow(
            [
                $"{arn}/_all/_settings", $"{arn}/_cluster/stats", $"{arn}/{Index}*/_mapping/*", $"{arn}/_nodes", $"{arn}/_nodes/stats",
                $"{arn}/_nodes/*/stats", $"{arn}/_stats", $"{arn}/{Index}*/_stats", $"{arn}/",
            ],
            "es:ESHttpGet");
        binding.Justify("Indices and nodes of this one domain get their names as they come.");
    }
}
