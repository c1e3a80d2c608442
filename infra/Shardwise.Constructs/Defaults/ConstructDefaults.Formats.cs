using Shardwise.Constructs.Delivery;

namespace Shardwise.Constructs.Defaults;

/// <content>Of what records are converted to.</content>
public abstract partial class ConstructDefaults
{
    /// <summary>What reads the JSON that is converted to columns.</summary>
    public abstract JsonInput ConversionInput { get; }

    /// <summary>What records are converted to.</summary>
    public abstract ColumnarOutput ConversionOutput { get; }

    /// <summary>The version of a table's schema that records are converted by.</summary>
    public abstract string ConversionSchemaVersion { get; }

    /// <summary>Whether names are lowered before they are matched with columns.</summary>
    public abstract bool JsonCaseInsensitive { get; }

    /// <summary>Whether dots in names become underscores.</summary>
    public abstract bool JsonDotsToUnderscores { get; }

    /// <summary>How Parquet is compressed within.</summary>
    public abstract ParquetCompression ParquetCompression { get; }

    /// <summary>The size of an HDFS block of Parquet, in MiB.</summary>
    public abstract double ParquetBlockSizeMiB { get; }

    /// <summary>The size of a page of Parquet, in KiB.</summary>
    public abstract double ParquetPageSizeKiB { get; }

    /// <summary>Whether values of Parquet are compressed by a dictionary.</summary>
    public abstract bool ParquetDictionaryCompression { get; }

    /// <summary>Whether version 2 of the row format of Parquet is written.</summary>
    public abstract bool ParquetWriterVersion2 { get; }

    /// <summary>How ORC is compressed within.</summary>
    public abstract OrcCompression OrcCompression { get; }

    /// <summary>The size of an HDFS block of ORC, in MiB.</summary>
    public abstract double OrcBlockSizeMiB { get; }

    /// <summary>The size of a stripe of ORC, in MiB.</summary>
    public abstract double OrcStripeSizeMiB { get; }

    /// <summary>The rows between two entries of the index of ORC.</summary>
    public abstract double OrcRowIndexStride { get; }

    /// <summary>How often a Bloom filter of ORC may say yes wrongly.</summary>
    public abstract double OrcBloomFilterFalsePositives { get; }

    /// <summary>The share of distinct values above which a column of ORC gets no dictionary.</summary>
    public abstract double OrcDictionaryKeyThreshold { get; }
}
