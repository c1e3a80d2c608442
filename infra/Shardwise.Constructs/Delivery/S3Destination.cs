using Amazon.CDK.AWS.KinesisFirehose;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.S3;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Delivery;

/// <summary>Records become objects in a bucket, as they are or converted to Parquet or ORC, by time or by keys in them.</summary>
public sealed record S3Destination : DeliveryDestination
{
    /// <summary>The bucket.</summary>
    public required IBucket Bucket { get; init; }

    /// <summary>What the objects' keys begin with.</summary>
    /// <value>At most 1,024 characters. The default is by year, month, day and hour of arrival, below <c>data/</c>.</value>
    public string Prefix { get; init; } = ConstructDefaults.Current.DeliveryPrefix;

    /// <summary>What the keys of failed records begin with.</summary>
    /// <value>At most 1,024 characters. The default is by kind of error and day of arrival, below <c>errors/</c>.</value>
    public string ErrorPrefix { get; init; } = ConstructDefaults.Current.DeliveryErrorPrefix;

    /// <summary>What the objects' names end with.</summary>
    /// <value>
    /// A dot, then <c>0-9 a-z ! - _ . * ' ( )</c>, at most 128 characters. The default is the service's own, by format and compression.
    /// </value>
    public string? FileExtension { get; init; }

    /// <summary>The time zone of <c>!{timestamp:...}</c>.</summary>
    /// <value>A name such as <c>Europe/Berlin</c>. The default is UTC.</value>
    public string? TimeZone { get; init; }

    /// <summary>How much, and how long, records are gathered for one object.</summary>
    /// <value>
    /// 1 to 128 MiB and 0 s to 900 s; from 64 MiB under <see cref="Partitioning"/> or <see cref="Conversion"/>, and from 60 s under
    /// <see cref="Partitioning"/>. The default is 5 MiB and 300 s, or 128 MiB and 300 s under either.
    /// </value>
    public DeliveryBuffering? Buffering { get; init; }

    /// <summary>How the objects are compressed.</summary>
    /// <value>
    /// The default is <see cref="DeliveryCompression.Gzip"/>; nothing else than <see cref="DeliveryCompression.None"/> goes with
    /// <see cref="Conversion"/>, and is its default.
    /// </value>
    public DeliveryCompression? Compression { get; init; }

    /// <summary>The key the objects are encrypted with.</summary>
    /// <value>The default is what the bucket does by default.</value>
    public IKey? EncryptionKey { get; init; }

    /// <summary>Puts records into objects by keys that are in them.</summary>
    /// <value>The default is not to.</value>
    public DynamicPartitioning? Partitioning { get; init; }

    /// <summary>Converts records to Parquet or ORC.</summary>
    /// <value>The default is not to.</value>
    public FormatConversion? Conversion { get; init; }

    /// <summary>Whether the records are also kept as they came from the source.</summary>
    /// <value><see cref="BackupMode.None"/>, the default, or <see cref="BackupMode.All"/>. The service does not let it be turned off again.</value>
    public BackupMode BackupMode { get; init; } = ConstructDefaults.Current.DeliveryBackupMode;

    internal override string MetricPrefix => "DeliveryToS3";

    internal override TimeSpan BufferInterval => EffectiveBuffering.Interval;

    internal override BackupMode EffectiveBackup => BackupMode;

    internal override bool Converts => Conversion is not null;

    internal override bool Partitions => Partitioning is not null;

    private DeliveryBuffering EffectiveBuffering => Buffering
        ?? (Converts || Partitions ? ConstructDefaults.Current.DeliveryColumnarBuffering : ConstructDefaults.Current.DeliveryBuffering);

    private BufferRange Range => BufferRange.S3 with
    {
        MinMiB = Converts || Partitions ? FirehoseLimits.MinPartitioningBufferMiB : FirehoseLimits.MinBufferMiB,
        Why = Partitions ? ", since Partitioning is on" : Converts ? ", since Conversion is on" : "",
        MinInterval = Partitions ? FirehoseLimits.MinPartitioningBufferInterval : TimeSpan.Zero,
        IntervalWhy = Partitions ? ", since Partitioning is on" : "",
    };

    internal override void Check(PropsCheck check)
    {
        check.Prefixes("Destination.", Prefix, ErrorPrefix, Partitions);
        if (FileExtension is { } extension)
            check.Text($"Destination.{nameof(FileExtension)}", extension, DeliveryCheck.IsExtension,
                $"a dot, then 0-9 a-z ! - _ . * ' ( ), at most {FirehoseLimits.MaxFileExtensionLength} characters");
        if (TimeZone is { } zone)
            check.Text($"Destination.{nameof(TimeZone)}", zone, DeliveryCheck.IsTimeZone, "a time zone's name, of a-z A-Z / _");
        check.Buffer($"Destination.{nameof(Buffering)}", EffectiveBuffering, Range);
        check.Require(
            !Converts || Compression is null or DeliveryCompression.None, $"Destination.{nameof(Compression)}", $"{Compression}",
            "None, since Conversion is on: its Output compresses within the file");
        Partitioning?.Check(check, Prefix, Processing.Transform is not null);
        Conversion?.Check(check);
        check.Mode(BackupMode, BackupMode.None, BackupMode.All);
    }

    internal override void Bind(DeliveryBinding binding, CfnDeliveryStreamProps stream)
    {
        stream.ExtendedS3DestinationConfiguration = new CfnDeliveryStream.ExtendedS3DestinationConfigurationProperty
        {
            BucketArn = binding.AllowBucket(Bucket, EncryptionKey),
            RoleArn = binding.RoleArn,
            Prefix = Prefix,
            ErrorOutputPrefix = ErrorPrefix,
            FileExtension = FileExtension,
            CustomTimeZone = TimeZone,
            BufferingHints = DeliveryBinding.Hints(EffectiveBuffering),
            CompressionFormat = DeliveryBinding.Format(
                Converts ? DeliveryCompression.None : Compression ?? ConstructDefaults.Current.DeliveryCompression),
            EncryptionConfiguration = DeliveryBinding.Encryption(EncryptionKey),
            CloudWatchLoggingOptions = binding.Logging(),
            ProcessingConfiguration = Processing.Bind(binding, TransformBufferMb, Partitioning?.Processor()),
            DynamicPartitioningConfiguration = Partitioning is null ? null : new CfnDeliveryStream.DynamicPartitioningConfigurationProperty
            {
                Enabled = true,
                RetryOptions = new CfnDeliveryStream.RetryOptionsProperty { DurationInSeconds = Partitioning.RetryFor.TotalSeconds },
            },
            DataFormatConversionConfiguration = Conversion?.Bind(binding),
            S3BackupMode = BackupMode == BackupMode.All ? "Enabled" : "Disabled",
            S3BackupConfiguration = BackupMode == BackupMode.All ? binding.Location(Backup) : null,
        };
    }
}
