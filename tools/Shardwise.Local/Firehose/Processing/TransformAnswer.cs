using System.Text.Json;

namespace Shardwise.Local.Firehose;

/// <summary>What a transforming function answered, judged by the service's rules.</summary>
internal static class TransformAnswer
{
    private const string InvalidMessage = "Check your function and make sure the output is in required format. In addition to that, "
        + "make sure the processed records contain valid result status of Dropped, Ok, or ProcessingFailed";

    private static readonly RecordFailure Missing = RecordFailure.Processing(
        "Lambda.MissingRecordId", "One or more record Ids were not returned. Ensure that the Lambda function returns all received record Ids.");

    private static readonly RecordFailure Doubled = RecordFailure.Processing(
        "Lambda.DuplicatedRecordId",
        "Multiple records were returned with the same record Id. Ensure that the Lambda function returns a unique record Id for each record.");

    private static readonly RecordFailure Refused = RecordFailure.Processing(
        "Lambda.ProcessingFailedStatus", "ProcessingFailed status set for record");

    private static readonly RecordFailure Invalid = RecordFailure.Processing("Lambda.FunctionError", InvalidMessage);

    private static readonly RecordFailure NotJson = RecordFailure.Processing(
        "Lambda.JsonProcessingException",
        "There was an error parsing returned records from the Lambda function. "
            + "Ensure that the returned records follow the status model required by Amazon Data Firehose.");

    /// <summary>What becomes of each record: transformed, failed, or (neither) dropped.</summary>
    public static IReadOnlyList<(FirehoseRecord? Good, RecordFailure? Failure)> Read(
        ReadOnlyMemory<byte> payload, IReadOnlyList<FirehoseRecord> records)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            var results = Results(document.RootElement);
            return results is null ? All(records, Invalid) : [.. records.Select(record => Judge(record, results[record.RecordId].ToList()))];
        }
        catch (JsonException)
        {
            return All(records, NotJson);
        }
    }

    // Null: an entry is none. An id that was not asked for is passed over, as the service does.
    private static ILookup<string, JsonElement>? Results(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object
            || !answer.TryGetProperty("records", out var records) || records.ValueKind != JsonValueKind.Array)
        {
            return Array.Empty<JsonElement>().ToLookup(_ => "");
        }

        var entries = records.EnumerateArray().ToList();
        return entries.TrueForAll(IsResult) ? entries.ToLookup(entry => entry.GetProperty("recordId").GetString()!, StringComparer.Ordinal) : null;
    }

    private static bool IsResult(JsonElement entry) => entry.ValueKind == JsonValueKind.Object
        && Text(entry, "recordId") is not null
        && Text(entry, "result") switch
        {
            "Ok" => entry.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.String && data.TryGetBytesFromBase64(out _),
            "Dropped" or "ProcessingFailed" => true,
            _ => false,
        };

    private static (FirehoseRecord? Good, RecordFailure? Failure) Judge(FirehoseRecord record, List<JsonElement> results) => results switch
    {
        [] => (null, Missing),
        [var result] => Text(result, "result") switch
        {
            "Ok" => (Transformed(record, result), null),
            "Dropped" => (null, null),
            _ => (null, Refused),
        },
        _ => (null, Doubled),
    };

    private static FirehoseRecord Transformed(FirehoseRecord record, JsonElement result) => record with
    {
        Data = result.GetProperty("data").GetBytesFromBase64(),
        Keys = record.Keys with { LambdaKeys = Keys(result) },
    };

    private static Dictionary<string, string> Keys(JsonElement result)
    {
        if (!result.TryGetProperty("metadata", out var metadata) || metadata.ValueKind != JsonValueKind.Object
            || !metadata.TryGetProperty("partitionKeys", out var keys) || keys.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        return keys.EnumerateObject()
            .Where(key => key.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Object or JsonValueKind.Array))
            .GroupBy(key => key.Name, StringComparer.Ordinal)
            .ToDictionary(key => key.Key, key => key.Last().Value.ToString(), StringComparer.Ordinal);
    }

    private static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>One failure for every record.</summary>
    public static IReadOnlyList<(FirehoseRecord? Good, RecordFailure? Failure)> All(IReadOnlyList<FirehoseRecord> records, RecordFailure failure) =>
        [.. records.Select(_ => ((FirehoseRecord?)null, (RecordFailure?)failure))];
}
