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
            var results = Results(document.RootElement, records.Count);
            return results is null ? All(records, Invalid) : [.. records.Select(record => Judge(record, results))];
        }
        catch (JsonException)
        {
            return All(records, NotJson);
        }
    }

    // By record id; null: an entry is none. An id that was not asked for is passed over, as the service does.
    private static Dictionary<string, Result>? Results(JsonElement answer, int count)
    {
        var results = new Dictionary<string, Result>(count, StringComparer.Ordinal);
        if (answer.ValueKind != JsonValueKind.Object
            || !answer.TryGetProperty("records", out var records) || records.ValueKind != JsonValueKind.Array)
        {
            return results;
        }

        foreach (var entry in records.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.Object || Text(entry, "recordId") is not { } id || Read(entry) is not { } result)
            {
                return null;
            }

            results[id] = results.ContainsKey(id) ? result with { IsDoubled = true } : result;
        }

        return results;
    }

    private static Result? Read(JsonElement entry) => Text(entry, "result") switch
    {
        "Ok" => entry.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.String && data.TryGetBytesFromBase64(out byte[]? bytes)
            ? new Result(Outcome.Good, bytes, Keys(entry))
            : null,
        "Dropped" => new Result(Outcome.Dropped, [], []),
        "ProcessingFailed" => new Result(Outcome.Failed, [], []),
        _ => null,
    };

    private static (FirehoseRecord? Good, RecordFailure? Failure) Judge(FirehoseRecord record, Dictionary<string, Result> results) =>
        !results.TryGetValue(record.RecordId, out var result) ? (null, Missing)
        : result.IsDoubled ? (null, Doubled)
        : result.Outcome switch
        {
            Outcome.Good => (record with { Data = result.Data, Keys = record.Keys with { LambdaKeys = result.Keys } }, null),
            Outcome.Dropped => (null, null),
            _ => (null, Refused),
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

    private enum Outcome
    {
        Good,
        Dropped,
        Failed,
    }

    private readonly record struct Result(Outcome Outcome, byte[] Data, Dictionary<string, string> Keys, bool IsDoubled = false);
}
