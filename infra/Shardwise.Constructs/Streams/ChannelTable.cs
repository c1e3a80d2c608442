using Amazon.CDK.AWS.KMS;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Streams;

/// <summary>Records become rows of an Apache Iceberg table in an S3 table bucket, which the channel makes.</summary>
/// <remarks>
/// A channel delivers to no table that is there already: one that replaces another needs another <see cref="Table"/>. Source: "Data delivery
/// concepts" in the Kinesis Data Streams developer guide.
/// </remarks>
public sealed record ChannelTable : ChannelDestination
{
    private const int MaxNameLength = 255;

    /// <summary>The table bucket's ARN, in the account and region of the stream.</summary>
    /// <value><c>arn:aws:s3tables:REGION:ACCOUNT:bucket/NAME</c>.</value>
    public required string TableBucketArn { get; init; }

    /// <summary>The namespace that holds the table.</summary>
    /// <value>
    /// 1 to 255 of <c>a-z 0-9 _</c>, which begins and ends with a letter or digit, and not with <c>aws</c>. Capitals fail without a word of it.
    /// </value>
    /// <remarks>Source: "Amazon S3 table bucket, table, and namespace naming rules" in the Amazon S3 user guide.</remarks>
    public required string Namespace { get; init; }

    /// <summary>The table's name.</summary>
    /// <value>1 to 255 of <c>a-z 0-9 _</c>, which begins with a letter or digit. Capitals fail without a word of it.</value>
    /// <inheritdoc cref="Namespace" path="/remarks" />
    public required string Table { get; init; }

    /// <summary>The column of time by whose hour the table is partitioned.</summary>
    /// <value>The default is not to partition.</value>
    public string? PartitionByHourOf { get; init; }

    /// <summary>How the files are compressed.</summary>
    /// <value>The default is <see cref="ChannelCompression.Zstd"/>.</value>
    public ChannelCompression Compression { get; init; } = ConstructDefaults.Current.ChannelTableCompression;

    internal override string Property => "S3TablesDestinationConfiguration";

    internal override ChannelMetrics Metrics { get; } = new("DeliveryToIceberg", "Row");

    internal override void Check(PropsCheck check, StreamChannelProps props)
    {
        const string path = nameof(StreamChannelProps.Destination);
        check.Require(
            Compression is ChannelCompression.None or ChannelCompression.Zstd or ChannelCompression.Snappy,
            $"{path}.{nameof(Compression)}", $"{Compression}", "None, Zstd or Snappy");
        check.Require(
            PropsCheck.IsToken(TableBucketArn) || (TableBucketArn.StartsWith("arn:", StringComparison.Ordinal)
                && TableBucketArn.Split(':') is { Length: 6 } parts && parts[2] == "s3tables"),
            $"{path}.{nameof(TableBucketArn)}", $"'{TableBucketArn}'", "the ARN of an S3 table bucket");
        CheckName(check, $"{path}.{nameof(Namespace)}", Namespace, isNamespace: true);
        CheckName(check, $"{path}.{nameof(Table)}", Table, isNamespace: false);
        CheckDeadLetters(check);
        check.Require(DeadLetterBucket is not null, $"{path}.{nameof(DeadLetterBucket)}", "not given",
            "a bucket, since a table takes only what fits its schema");
        check.Require(
            props.Format is ChannelFormat.GlueJson || (props.Format is ChannelFormat.Json && props.SchemaArn is not null),
            nameof(StreamChannelProps.Format), props.SchemaArn is null ? $"{props.Format} without SchemaArn" : $"{props.Format}",
                "GlueJson, or Json with SchemaArn, for a table");
    }

    internal override Dictionary<string, object> Render(ChannelRole role, IKey? key)
    {
        // The namespace and the table are made by the channel itself.
        role.Allow([TableBucketArn], "s3tables:CreateNamespace", "s3tables:CreateTable", "s3tables:GetTableBucket", "s3tables:TagResource");
        role.Allow(
            [$"{TableBucketArn}/table/*"],
            "s3tables:CreateTable", "s3tables:GetTable", "s3tables:GetTableData", "s3tables:GetTableMetadataLocation", "s3tables:PutTableData",
            "s3tables:PutTableRecordExpirationConfiguration", "s3tables:TagResource", "s3tables:UpdateTableMetadataLocation");
        if (key is not null)
        {
            role.Allow([TableBucketArn, $"{TableBucketArn}/table/*"], "s3tables:PutTableEncryption");
            role.AllowEncrypting(key, $"{TableBucketArn}/*");
            role.AllowDescribing(key);
        }

        var table = new Dictionary<string, object>
        {
            ["TableBucketARN"] = TableBucketArn,
            ["Namespace"] = Namespace,
            ["TableName"] = Table,
            ["CompressionType"] = Compression.ToString().ToUpperInvariant(),
        };
        if (PartitionByHourOf is { } column)
            table["PartitionSpec"] = new Dictionary<string, object>
            {
                ["PartitionFields"] = new object[] { new Dictionary<string, object> { ["SourceName"] = column, ["Transform"] = "TIME_HOUR" } },
            };
        var rendered = new Dictionary<string, object> { ["S3TablesConfigurationList"] = new object[] { table } };
        RenderDeadLetters(rendered, role);
        return rendered;
    }

    private static void CheckName(PropsCheck check, string property, string name, bool isNamespace) => check.Require(
        PropsCheck.IsToken(name) || (name.Length is > 0 and <= MaxNameLength
            && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_') && name[0] != '_'
            && !(isNamespace && (name[^1] == '_' || name.StartsWith("aws", StringComparison.Ordinal)))),
        property, $"'{name}'",
        $"1 to {MaxNameLength} of a-z 0-9 _, beginning with a letter or digit"
            + (isNamespace ? ", not ending with _ and not beginning with aws" : "") + "; capitals fail without a word");
}
