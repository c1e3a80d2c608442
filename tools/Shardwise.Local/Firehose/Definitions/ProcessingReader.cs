namespace Shardwise.Local.Firehose;

/// <summary>Reads the processors of a delivery stream.</summary>
internal static class ProcessingReader
{
    private const double BytesOfMB = 1024 * 1024;

    // The payload of an invocation is 6 MB of base64 with names around it: the hint of at most 3 MB stays below.
    private const int PayloadLimit = 4 * 1024 * 1024;

    // A batch of records without data is bounded too: each has its id and times in the payload.
    private const int MostRecords = 10_000;

    private static readonly string[] Types =
        ["RecordDeAggregation", "Decompression", "CloudWatchLogProcessing", "Lambda", "MetadataExtraction", "AppendDelimiterToRecord"];

    public static ProcessingDefinition Read(Settings? settings, string? deliveryRole)
    {
        if (settings is null || !settings.Flag("Enabled"))
        {
            return ProcessingDefinition.None;
        }

        var processing = ProcessingDefinition.None;
        foreach (var processor in settings.Sections("Processors"))
        {
            var parameters = Parameters(processor);
            processing = processor.Choice("Type", "", Types) switch
            {
                "Decompression" => processing with { Decompress = true },
                "CloudWatchLogProcessing" => processing with { ExtractLogMessages = IsTrue(parameters("DataMessageExtraction")) },
                "RecordDeAggregation" => processing with { Deaggregate = Deaggregation(processor, parameters) },
                "Lambda" when processing.Lambda is not null => throw processor.Problem("Type", "is 'Lambda' for a second time; AWS takes one"),
                "Lambda" => processing with { Lambda = Lambda(processor, parameters, deliveryRole) },
                "MetadataExtraction" => processing with { Query = Query(processor, parameters) },
                _ => processing with { AppendDelimiter = true },
            };
        }

        return processing.ExtractLogMessages && !processing.Decompress
            ? throw settings.Problem("Processors", "have CloudWatchLogProcessing without Decompression, which AWS asks for")
            : processing;
    }

    private static bool IsTrue(string? text) => string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);

    private static Func<string, string?> Parameters(Settings processor)
    {
        var values = processor.Sections("Parameters")
            .ToLookup(parameter => parameter.RequiredText("ParameterName"), parameter => parameter.RequiredText("ParameterValue"));
        return name => values[name].LastOrDefault();
    }

    private static Deaggregation Deaggregation(Settings processor, Func<string, string?> parameter)
    {
        if (parameter("SubRecordType") is var type && type?.ToUpperInvariant() == "JSON")
        {
            return new Deaggregation((byte[]?)null);
        }

        if (type?.ToUpperInvariant() != "DELIMITED")
        {
            throw processor.Problem("Parameters.SubRecordType", $"is '{type}'; AWS allows JSON and DELIMITED");
        }

        string text = parameter("Delimiter") ?? throw processor.Problem("Parameters.Delimiter", "is missing");
        try
        {
            byte[] delimiter = Convert.FromBase64String(text);
            return delimiter.Length > 0 ? new Deaggregation(delimiter) : throw processor.Problem("Parameters.Delimiter", "is empty");
        }
        catch (FormatException)
        {
            throw processor.Problem("Parameters.Delimiter", $"is '{text}'; AWS asks for base64");
        }
    }

    private static LambdaProcessing Lambda(Settings processor, Func<string, string?> parameter, string? deliveryRole)
    {
        double megabytes = Number(processor, parameter, "BufferSizeInMBs", 0.2, 3) ?? 1;
        double seconds = Number(processor, parameter, "BufferIntervalInSeconds", 0, 900) ?? 60;
        // Sizes are those of the payload, in which base64 takes four bytes for three.
        long bytes = Math.Min(PayloadLimit, (long)(megabytes * BytesOfMB * 4 / 3));
        return new LambdaProcessing
        {
            Arn = parameter("LambdaArn") ?? throw processor.Problem("Parameters.LambdaArn", "is missing"),
            RoleArn = parameter("RoleArn") ?? deliveryRole,
            Retries = (int)(Number(processor, parameter, "NumberOfRetries", 0, int.MaxValue) ?? 3),
            Buffer = new BufferLimits(bytes, TimeSpan.FromSeconds(seconds), MostRecords, NeverExceeded: true),
        };
    }

    private static double? Number(Settings processor, Func<string, string?> parameter, string name, double least, double most)
    {
        if (parameter(name) is not { } text)
        {
            return null;
        }

        return double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out double value) && value >= least && value <= most
            ? value
            : throw processor.Problem($"Parameters.{name}", FormattableString.Invariant($"is '{text}'; AWS allows {least} to {most}"));
    }

    private static string Query(Settings processor, Func<string, string?> parameter)
    {
        if (parameter("JsonParsingEngine") is var engine && engine != "JQ-1.6")
        {
            throw processor.Problem("Parameters.JsonParsingEngine", $"is '{engine}'; AWS allows JQ-1.6");
        }

        return parameter("MetadataExtractionQuery") ?? throw processor.Problem("Parameters.MetadataExtractionQuery", "is missing");
    }
}
