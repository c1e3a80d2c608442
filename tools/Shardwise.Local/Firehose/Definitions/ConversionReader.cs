namespace Shardwise.Local.Firehose;

/// <summary>Reads record format conversion.</summary>
internal static class ConversionReader
{
    public static FormatConversion? Read(Settings? settings, GlueTables tables)
    {
        if (settings is null || !settings.Flag("Enabled", fallback: true))
        {
            return null;
        }

        var output = settings.RequiredSection("OutputFormatConfiguration").RequiredSection("Serializer");
        if (output.Section("ParquetSerDe") is not { } parquet)
        {
            throw output.NotRun("OrcSerDe", "asks for ORC, which is not written here: Parquet is");
        }

        return new FormatConversion
        {
            Table = tables.Find(settings.RequiredSection("SchemaConfiguration")),
            Reading = Reading(settings.RequiredSection("InputFormatConfiguration").RequiredSection("Deserializer")),
            Compression = parquet.Choice("Compression", "SNAPPY", "SNAPPY", "GZIP", "UNCOMPRESSED"),
        };
    }

    private static JsonReading Reading(Settings settings)
    {
        if (settings.Section("OpenXJsonSerDe") is { } openX)
        {
            return new JsonReading
            {
                IsCaseInsensitive = openX.Flag("CaseInsensitive", fallback: true),
                DotsAreUnderscores = openX.Flag("ConvertDotsInJsonKeysToUnderscores"),
                Members = openX.Map("ColumnToJsonKeyMappings"),
            };
        }

        return new JsonReading { TimestampFormats = settings.RequiredSection("HiveJsonSerDe").Texts("TimestampFormats") };
    }
}
