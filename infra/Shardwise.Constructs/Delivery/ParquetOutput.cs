using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;
using static Amazon.CDK.AWS.KinesisFirehose.CfnDeliveryStream;

namespace Shardwise.Constructs.Delivery;

/// <summary>Apache Parquet.</summary>
public sealed record ParquetOutput : ColumnarOutput
{
    /// <summary>How the files are compressed within.</summary>
    /// <value>The default is <see cref="ParquetCompression.Snappy"/>.</value>
    public ParquetCompression Compression { get; init; } = ConstructDefaults.Current.ParquetCompression;

    /// <summary>The size of an HDFS block, in MiB.</summary>
    /// <value>64 to 1,024. The default is 256.</value>
    public double BlockSizeMiB { get; init; } = ConstructDefaults.Current.ParquetBlockSizeMiB;

    /// <summary>The size of a page, in KiB.</summary>
    /// <value>64 to 1,048,576. The default is 1,024.</value>
    public double PageSizeKiB { get; init; } = ConstructDefaults.Current.ParquetPageSizeKiB;

    /// <summary>Whether values are compressed by a dictionary.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool DictionaryCompression { get; init; } = ConstructDefaults.Current.ParquetDictionaryCompression;

    /// <summary>Whether version 2 of the row format is written instead of version 1, which every reader knows.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool WriterVersion2 { get; init; } = ConstructDefaults.Current.ParquetWriterVersion2;

    // CloudFormation takes both sizes as integers of bytes, so they end below 2 GiB; a block beyond 1 GiB or a page beyond it serves nobody.
    internal override void Check(PropsCheck check, string path)
    {
        check.Whole($"{path}.{nameof(BlockSizeMiB)}", BlockSizeMiB, FirehoseLimits.MinParquetBlockMiB, 1024);
        check.Whole($"{path}.{nameof(PageSizeKiB)}", PageSizeKiB, FirehoseLimits.MinParquetPageKiB, 1024 * 1024);
    }

    internal override SerializerProperty Serializer() => new()
    {
        ParquetSerDe = new ParquetSerDeProperty
        {
            Compression = Compression.ToString().ToUpperInvariant(),
            BlockSizeBytes = BlockSizeMiB * 1024 * 1024,
            PageSizeBytes = PageSizeKiB * 1024,
            EnableDictionaryCompression = DictionaryCompression,
            WriterVersion = WriterVersion2 ? "V2" : "V1",
        },
    };
}
