using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shardwise.Local.Patterns;
using Shardwise.Local.Template;

namespace Shardwise.Local.EventSources;

/// <summary>
/// A mapping's filters: a record goes to the function where one of them matches. The data is decoded first; a pattern for JSON matches no text that
/// is not JSON, and one for text no JSON.
/// </summary>
/// <remarks>Source: https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis-filtering.html.</remarks>
internal sealed class RecordFilter
{
    // Lambda quotas: filters of a mapping after a raise; five without.
    private const int MostFilters = 10;

    private readonly List<Filter> _filters;

    private RecordFilter(List<Filter> filters) => _filters = filters;

    /// <summary>The filters of a mapping; null where it has none.</summary>
    /// <exception cref="LocalPipelineException">A pattern is none that Lambda takes.</exception>
    public static RecordFilter? Read(ResourceProperties properties)
    {
        var filters = properties.List("FilterCriteria.Filters");
        if (filters.Count > MostFilters)
        {
            throw properties.Problem("FilterCriteria.Filters", $"has {filters.Count} filters; a mapping has at most {MostFilters}");
        }

        return filters.Count == 0 ? null : new RecordFilter(
            [.. filters.Select(filter => Filter.Parse(TemplateResolver.Text(filter["Pattern"]), properties))]);
    }

    public bool Matches(string shardId, StreamRecord record, string sourceArn)
    {
        byte[] data = record.Data.GetBytesFromBase64();
        var json = Json(data);
        JsonNode? content = json ?? (JsonNode)Encoding.UTF8.GetString(data);
        var view = new JsonObject
        {
            ["kinesisSchemaVersion"] = "1.0",
            ["partitionKey"] = record.PartitionKey,
            ["sequenceNumber"] = record.SequenceNumber,
            ["approximateArrivalTimestamp"] = record.Arrival.ToUnixTimeMilliseconds() / 1000m,
            ["data"] = content,
            ["eventSource"] = "aws:kinesis",
            ["eventVersion"] = "1.0",
            ["eventName"] = "aws:kinesis:record",
            ["eventID"] = $"{shardId}:{record.SequenceNumber}",
            ["eventSourceARN"] = sourceArn,
        };
        return _filters.Exists(filter => filter.Matches(view, isJson: json is not null));
    }

    // JSON here is what has members: a bare number or word is text.
    private static JsonNode? Json(byte[] data)
    {
        try
        {
            return JsonNode.Parse(data) is { } node and (JsonObject or JsonArray) ? node : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Filter(EventPattern Pattern, bool WantsJson, bool WantsText)
    {
        public static Filter Parse(string? pattern, ResourceProperties properties)
        {
            try
            {
                var data = pattern is null ? throw new FormatException("it has no Pattern") : (JsonNode.Parse(pattern) as JsonObject)?["data"];
                return new Filter(EventPattern.Parse(pattern), WantsJson: data is JsonObject, WantsText: data is JsonArray);
            }
            catch (Exception exception) when (exception is FormatException or JsonException)
            {
                throw properties.Problem(
                    "FilterCriteria.Filters", $"has '{pattern}': {(exception is JsonException ? "it is not JSON" : exception.Message)}");
            }
        }

        public bool Matches(JsonObject view, bool isJson) => (isJson ? !WantsText : !WantsJson) && Pattern.Matches(view);
    }
}
