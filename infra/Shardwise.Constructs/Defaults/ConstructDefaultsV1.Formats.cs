using Shardwise.Constructs.Delivery;

namespace Shardwise.Constructs.Defaults;

/// <content>Of what records are converted to.</content>
public partial class ConstructDefaultsV1
{
    /// <inheritdoc />
    /// <remarks>OpenX's deserializer, which the service recommends.</remarks>
    public override JsonInput ConversionInput => new OpenXJsonInput();

    /// <inheritdoc />
    /// <remarks>Parquet.</remarks>
    public override ColumnarOutput ConversionOutput => new ParquetOutput();

    /// <inheritdoc />
    /// <remarks>The latest.</remarks>
    public override string ConversionSchemaVersion => "LATEST";

    /// <inheritdoc />
    /// <remarks>Yes, as the service does.</remarks>
    public override bool JsonCaseInsensitive => true;

    /// <inheritdoc />
    /// <remarks>No, as the service does.</remarks>
    public override bool JsonDotsToUnderscores => false;

    /// <inheritdoc />
    /// <remarks>Snappy, the service's own.</remarks>
    public override ParquetCompression ParquetCompression => ParquetCompression.Snappy;

    /// <inheritdoc />
    /// <remarks>256, the service's own.</remarks>
    public override double ParquetBlockSizeMiB => 256;

    /// <inheritdoc />
    /// <remarks>1,024, the service's own.</remarks>
    public override double ParquetPageSizeKiB => 1024;

    /// <inheritdoc />
    /// <remarks>No, as the service does.</remarks>
    public override bool ParquetDictionaryCompression => false;

    /// <inheritdoc />
    /// <remarks>No: every reader knows version 1.</remarks>
    public override bool ParquetWriterVersion2 => false;

    /// <inheritdoc />
    /// <remarks>Snappy, the service's own.</remarks>
    public override OrcCompression OrcCompression => OrcCompression.Snappy;

    /// <inheritdoc />
    /// <remarks>256, the service's own.</remarks>
    public override double OrcBlockSizeMiB => 256;

    /// <inheritdoc />
    /// <remarks>64, the service's own.</remarks>
    public override double OrcStripeSizeMiB => 64;

    /// <inheritdoc />
    /// <remarks>10,000, the service's own.</remarks>
    public override double OrcRowIndexStride => 10_000;

    /// <inheritdoc />
    /// <remarks>0.05, the service's own.</remarks>
    public override double OrcBloomFilterFalsePositives => 0.05;

    /// <inheritdoc />
    /// <remarks>0: no dictionary.</remarks>
    public override double OrcDictionaryKeyThreshold => 0;
}
