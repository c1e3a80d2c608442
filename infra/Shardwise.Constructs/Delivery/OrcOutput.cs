using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;
using static Amazon.CDK.AWS.KinesisFirehose.CfnDeliveryStream;

namespace Shardwise.Constructs.Delivery;

/// <summary>Apache ORC.</summary>
public sealed record OrcOutput : ColumnarOutput
{
    /// <summary>How the files are compressed within.</summary>
    /// <value>The default is <see cref="OrcCompression.Snappy"/>.</value>
    public OrcCompression Compression { get; init; } = ConstructDefaults.Current.OrcCompression;

    /// <summary>The size of an HDFS block, in MiB.</summary>
    /// <value>64 to 1,024. The default is 256.</value>
    public double BlockSizeMiB { get; init; } = ConstructDefaults.Current.OrcBlockSizeMiB;

    /// <summary>The size of a stripe, in MiB.</summary>
    /// <value>8 to 1,024. The default is 64.</value>
    public double StripeSizeMiB { get; init; } = ConstructDefaults.Current.OrcStripeSizeMiB;

    /// <summary>The rows between two entries of the index.</summary>
    /// <value>1,000 to 1,000,000. The default is 10,000.</value>
    public double RowIndexStride { get; init; } = ConstructDefaults.Current.OrcRowIndexStride;

    /// <summary>The columns that get a Bloom filter.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<string> BloomFilterColumns { get; init; } = [];

    /// <summary>How often a Bloom filter may say yes wrongly.</summary>
    /// <value>0 to 1. The default is 0.05.</value>
    public double BloomFilterFalsePositives { get; init; } = ConstructDefaults.Current.OrcBloomFilterFalsePositives;

    /// <summary>The share of distinct values among all above which a column gets no dictionary.</summary>
    /// <value>0 to 1. The default is 0: no dictionary.</value>
    public double DictionaryKeyThreshold { get; init; } = ConstructDefaults.Current.OrcDictionaryKeyThreshold;

    /// <summary>The share of a stripe that may be padding to end it with a block; null for no padding.</summary>
    /// <value>0 to 1. The default is none.</value>
    public double? PaddingTolerance { get; init; }

    internal override void Check(PropsCheck check, string path)
    {
        check.Whole($"{path}.{nameof(BlockSizeMiB)}", BlockSizeMiB, FirehoseLimits.MinOrcBlockMiB, 1024);
        check.Whole($"{path}.{nameof(StripeSizeMiB)}", StripeSizeMiB, FirehoseLimits.MinOrcStripeMiB, 1024);
        check.Whole($"{path}.{nameof(RowIndexStride)}", RowIndexStride, FirehoseLimits.MinOrcRowIndexStride, 1_000_000);
        check.Fraction($"{path}.{nameof(BloomFilterFalsePositives)}", BloomFilterFalsePositives, 0, 1);
        check.Fraction($"{path}.{nameof(DictionaryKeyThreshold)}", DictionaryKeyThreshold, 0, 1);
        check.Fraction($"{path}.{nameof(PaddingTolerance)}", PaddingTolerance ?? 0, 0, 1);
    }

    internal override SerializerProperty Serializer() => new()
    {
        OrcSerDe = new OrcSerDeProperty
        {
            Compression = Compression.ToString().ToUpperInvariant(),
            BlockSizeBytes = BlockSizeMiB * 1024 * 1024,
            StripeSizeBytes = StripeSizeMiB * 1024 * 1024,
            RowIndexStride = RowIndexStride,
            BloomFilterColumns = BloomFilterColumns.Count == 0 ? null : BloomFilterColumns.ToArray(),
            BloomFilterFalsePositiveProbability = BloomFilterFalsePositives,
            DictionaryKeyThreshold = DictionaryKeyThreshold,
            EnablePadding = PaddingTolerance is not null,
            PaddingTolerance = PaddingTolerance,
        },
    };
}
