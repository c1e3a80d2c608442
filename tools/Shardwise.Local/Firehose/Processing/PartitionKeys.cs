using System.Text.Json;

namespace Shardwise.Local.Firehose;

/// <summary>Finds the partition keys that a prefix asks for in the records, by the query and by what the function gave.</summary>
internal sealed class PartitionKeys(DestinationDefinition destination, JqQuery? query) : IAsyncDisposable
{
    private const string Code = "DynamicPartitioning.MetadataExtractionFailed";

    private readonly List<string> _lambdaKeys = [.. destination.S3.Prefix.LambdaKeys];
    private readonly List<string> _queryKeys = [.. destination.S3.Prefix.QueryKeys];

    public async Task<(List<FirehoseRecord> Good, List<FailedRecord> Failed)> FindAsync(
        IReadOnlyList<FirehoseRecord> records, CancellationToken cancellationToken)
    {
        var good = new List<FirehoseRecord>(records.Count);
        var failed = new List<FailedRecord>();
        foreach (var record in records)
        {
            var (keyed, problem) = await FindAsync(record, cancellationToken);
            if (problem is null)
            {
                good.Add(keyed);
            }
            else
            {
                failed.Add(new FailedRecord(record, RecordFailure.Processing(Code, problem)));
            }
        }

        return (good, failed);
    }

    public ValueTask DisposeAsync() => query?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<(FirehoseRecord Record, string? Problem)> FindAsync(FirehoseRecord record, CancellationToken cancellationToken)
    {
        var keys = record.Keys;
        if (_queryKeys.Count > 0)
        {
            var (found, problem) = await query!.RunAsync(record.Data, cancellationToken);
            if (problem is not null)
            {
                return (record, problem);
            }

            keys = keys with { QueryKeys = Texts(found) };
        }

        bool complete = _queryKeys.TrueForAll(key => HasValue(keys.QueryKeys, key)) && _lambdaKeys.TrueForAll(key => HasValue(keys.LambdaKeys, key));
        return complete ? (record with { Keys = keys }, null) : (record, "partitionKeys values must not be null or empty");
    }

    private static bool HasValue(IReadOnlyDictionary<string, string> keys, string key) =>
        keys.TryGetValue(key, out string? value) && value.Length > 0;

    private static Dictionary<string, string> Texts(JsonElement found) => found.ValueKind == JsonValueKind.Object
        ? found.EnumerateObject()
            .Where(key => key.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Object or JsonValueKind.Array))
            .ToDictionary(key => key.Name, key => key.Value.ToString(), StringComparer.Ordinal)
        : [];
}
