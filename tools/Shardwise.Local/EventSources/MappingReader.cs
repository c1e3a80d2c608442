using System.Globalization;
using System.Text.Json.Nodes;
using Shardwise.Local.Functions;
using Shardwise.Local.Template;

namespace Shardwise.Local.EventSources;

/// <summary>Reads the event-source mappings of a template.</summary>
/// <param name="streams">The streams that run here.</param>
/// <param name="functions">The functions that run here, by name.</param>
/// <param name="note">Hears of mappings that do not run, or run otherwise than at AWS.</param>
internal sealed class MappingReader(
    IReadOnlyList<StreamDefinition> streams, IReadOnlyDictionary<string, FunctionDefinition> functions, Action<ResourceNote> note)
{
    public EventSourceMappingDefinition? Read(TemplateResource resource)
    {
        var properties = resource.Properties;
        string source = properties.Text("EventSourceArn") ?? "";
        string function = FunctionReader.NameIn(properties.RequiredText("FunctionName"));
        var stream = streams.FirstOrDefault(
            candidate => source == candidate.Arn || source.StartsWith($"{candidate.Arn}/consumer/", StringComparison.Ordinal));
        string? reason = stream is null ? $"its source '{source}' is not a stream of this template"
            : !functions.ContainsKey(function) ? $"its function '{function}' does not run here"
            : properties.Text("Enabled") is { } enabled && !string.Equals(enabled, "true", StringComparison.OrdinalIgnoreCase) ? "it is disabled"
            : functions[function].ReservedConcurrency == 0 ? $"its function's ReservedConcurrentExecutions is 0, which switches it off"
            : null;
        if (reason is not null)
        {
            note(new ResourceNote(resource, ResourceHandling.NotRun, reason));
            return null;
        }

        int window = properties.Integer("TumblingWindowInSeconds", 0, 900, 0);
        return new EventSourceMappingDefinition
        {
            Id = resource.Arn[(resource.Arn.LastIndexOf(':') + 1)..],
            LogicalId = resource.LogicalId,
            StreamName = stream!.Name,
            StreamArn = stream.Arn,
            SourceArn = source,
            FunctionName = function,
            BatchSize = properties.Integer("BatchSize", 1, 10_000, 100),
            BatchingWindow = TimeSpan.FromSeconds(properties.Integer("MaximumBatchingWindowInSeconds", 0, 300, 0)),
            TumblingWindow = window > 0 ? TimeSpan.FromSeconds(window) : null,
            StartAt = Start(properties),
            StartsLatest = properties.Text("StartingPosition") == "LATEST",
            // A window's state goes from batch to batch: they cannot be side by side.
            Parallelization = window > 0 ? 1 : properties.Integer("ParallelizationFactor", 1, 10, 1),
            Filter = RecordFilter.Read(properties),
            Consumer = source.Split("/consumer/") is [_, var consumer] ? consumer.Split(':')[0] : null,
            Policy = Policy(properties),
            FailureQueue = properties.Text("DestinationConfig.OnFailure.Destination") is { } destination ? NameIn(destination) : null,
            FailureDestination = properties.Text("DestinationConfig.OnFailure.Destination"),
        };
    }

    private static DateTimeOffset? Start(ResourceProperties properties) => properties.Text("StartingPosition") switch
    {
        "TRIM_HORIZON" or "LATEST" => null,
        "AT_TIMESTAMP" when double.TryParse(properties.Text("StartingPositionTimestamp"), CultureInfo.InvariantCulture, out double seconds) =>
            DateTimeOffset.UnixEpoch.AddSeconds(seconds),
        "AT_TIMESTAMP" => throw properties.Problem("StartingPositionTimestamp", "is missing or not a number of seconds"),
        var other => throw properties.Problem("StartingPosition", $"is '{other}'; allowed are TRIM_HORIZON, LATEST and AT_TIMESTAMP"),
    };

    private static DeliveryPolicy Policy(ResourceProperties properties)
    {
        int retries = properties.Integer("MaximumRetryAttempts", -1, 10_000, -1);
        int age = properties.Integer("MaximumRecordAgeInSeconds", -1, 604_800, -1);
        if (age is >= 0 and < 60)
        {
            throw properties.Problem("MaximumRecordAgeInSeconds", $"is '{age}'; allowed is -1 or 60 to 604800");
        }

        return new DeliveryPolicy
        {
            MaximumRetries = retries < 0 ? null : retries,
            MaximumAge = age < 0 ? null : TimeSpan.FromSeconds(age),
            Bisect = properties.Flag("BisectBatchOnFunctionError"),
            PartialFailures = (properties.Node("FunctionResponseTypes") as JsonArray ?? []).Any(
                type => TemplateResolver.Text(type) == "ReportBatchItemFailures"),
        };
    }

    // The last part of an ARN (after : or /), or the whole of a name.
    private static string NameIn(string nameOrArn) => nameOrArn[(nameOrArn.LastIndexOfAny([':', '/']) + 1)..];
}
