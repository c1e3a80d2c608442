namespace Shardwise.Local.Firehose;

/// <summary>Reads S3 destinations, and the S3 part of others.</summary>
internal static class S3Reader
{
    private const long MiB = 1024 * 1024;

    // Partitions and formats need buffers of at least so much.
    private const int LeastLargeMiB = 64;

    public static DestinationDefinition Read(Settings settings, ProcessingDefinition processing, GlueTables tables)
    {
        var conversion = ConversionReader.Read(settings.Section("DataFormatConversionConfiguration"), tables);
        bool partitioned = settings.Section("DynamicPartitioningConfiguration")?.Flag("Enabled") ?? false;
        bool large = conversion is not null || partitioned;
        var target = Target(settings, leastMiB: large ? LeastLargeMiB : 1, defaultMiB: large ? 128 : 5);
        CheckConversion(settings, conversion, target);
        CheckPartitions(settings, partitioned, processing, target);
        var backup = settings.Choice("S3BackupMode", "Disabled", "Disabled", "Enabled") == "Enabled"
            ? Target(settings.RequiredSection("S3BackupConfiguration"))
            : null;
        return new DestinationDefinition
        {
            S3 = target,
            Backup = backup,
            Conversion = conversion,
            IsPartitioned = partitioned,
        };
    }

    public static S3Target Target(Settings settings, int leastMiB = 1, int defaultMiB = 5)
    {
        var prefix = Prefix(settings, "Prefix");
        var errors = settings.Text("ErrorOutputPrefix") is { Length: > 0 } ? Prefix(settings, "ErrorOutputPrefix") : null;
        if (prefix.HasErrorType)
        {
            throw settings.Problem("Prefix", "has !{firehose:error-output-type}, which AWS allows in ErrorOutputPrefix only");
        }

        if (prefix.HasExpressions && errors is null)
        {
            throw settings.Problem("ErrorOutputPrefix", "is missing; AWS asks for it where Prefix has expressions");
        }

        if (errors is { HasExpressions: true, HasErrorType: false })
        {
            throw settings.Problem("ErrorOutputPrefix", "has expressions without !{firehose:error-output-type}, which AWS asks for then");
        }

        if (errors is not null && (errors.LambdaKeys.Any() || errors.QueryKeys.Any()))
        {
            throw settings.Problem("ErrorOutputPrefix", "has a partition key, which AWS allows in Prefix only");
        }

        return new S3Target
        {
            Bucket = settings.NameOfArn("BucketARN"),
            RoleArn = settings.Text("RoleARN"),
            Prefix = prefix.WithDefaultTime(),
            ErrorPrefix = (errors ?? prefix).WithDefaultErrors(),
            Buffer = Buffer(settings, leastMiB, 128, defaultMiB, 300),
            Compression = CompressionOf(settings),
            FileExtension = settings.Text("FileExtension") is { Length: > 0 } extension ? extension : null,
            TimeZone = Zone(settings),
        };
    }

    /// <summary>The buffering hints of any destination.</summary>
    public static BufferLimits Buffer(Settings settings, int leastMiB, int mostMiB, int defaultMiB, int defaultSeconds)
    {
        var hints = settings.Section("BufferingHints");
        if (hints is not null && hints.Has("SizeInMBs") != hints.Has("IntervalInSeconds"))
        {
            throw settings.Problem("BufferingHints", "has one of SizeInMBs and IntervalInSeconds; AWS asks for both or none");
        }

        return new BufferLimits(
            (long)(hints?.Number("SizeInMBs", leastMiB, mostMiB) ?? defaultMiB) * MiB,
            TimeSpan.FromSeconds(hints?.Number("IntervalInSeconds", 0, 900) ?? defaultSeconds));
    }

    private static PrefixTemplate Prefix(Settings settings, string name)
    {
        try
        {
            return PrefixTemplate.Parse(settings.Text(name) ?? "");
        }
        catch (FormatException exception)
        {
            throw settings.Problem(name, $"is not one that AWS takes: {exception.Message}");
        }
    }

    private static Compression CompressionOf(Settings settings) =>
        settings.Choice("CompressionFormat", "UNCOMPRESSED", "UNCOMPRESSED", "GZIP", "ZIP", "Snappy", "HADOOP_SNAPPY") switch
        {
            "GZIP" => Compression.Gzip,
            "ZIP" => Compression.Zip,
            "Snappy" => Compression.Snappy,
            "HADOOP_SNAPPY" => Compression.HadoopSnappy,
            _ => Compression.None,
        };

    private static TimeZoneInfo Zone(Settings settings)
    {
        if (settings.Text("CustomTimeZone") is not { Length: > 0 } id)
        {
            return TimeZoneInfo.Utc;
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)
            ? zone
            : throw settings.Problem("CustomTimeZone", $"is '{id}', a time zone that this machine does not know");
    }

    private static void CheckConversion(Settings settings, FormatConversion? conversion, S3Target target)
    {
        if (conversion is not null && target.Compression != Compression.None)
        {
            throw settings.Problem(
                "CompressionFormat", "must be UNCOMPRESSED where DataFormatConversionConfiguration is enabled: the format compresses for itself");
        }
    }

    private static void CheckPartitions(Settings settings, bool partitioned, ProcessingDefinition processing, S3Target target)
    {
        bool usesKeys = target.Prefix.LambdaKeys.Any() || target.Prefix.QueryKeys.Any();
        if (usesKeys && !partitioned)
        {
            throw settings.Problem("Prefix", "has partition keys, which AWS allows only where DynamicPartitioningConfiguration is enabled");
        }

        if (!partitioned)
        {
            return;
        }

        if (target.Prefix.QueryKeys.Any() && processing.Query is null)
        {
            throw settings.Problem("Prefix", "has !{partitionKeyFromQuery:…}, and no MetadataExtraction processor gives a key");
        }

        if (target.Prefix.LambdaKeys.Any() && processing.Lambda is null)
        {
            throw settings.Problem("Prefix", "has !{partitionKeyFromLambda:…}, and no Lambda processor gives a key");
        }

        if (!usesKeys)
        {
            throw settings.Problem("Prefix", "has no partition key, which AWS asks for where DynamicPartitioningConfiguration is enabled");
        }

        if (target.Buffer.Interval < TimeSpan.FromSeconds(60))
        {
            throw settings.Problem("BufferingHints.IntervalInSeconds", "must be at least 60 where DynamicPartitioningConfiguration is enabled");
        }
    }
}
