using System.Text.Json;
using Shardwise.Local.Functions;

namespace Shardwise.Local.EventSources;

/// <summary>What a function made of a batch: all of it done, or failed from one record on.</summary>
/// <param name="FailedFrom">The index of the first record that is not done; null where all are, 0 where the whole batch failed.</param>
/// <param name="Error">Why, where anything failed.</param>
internal readonly record struct BatchOutcome(int? FailedFrom, string? Error)
{
    private const string Unreadable = "the answer names no record of the batch, so all of it counts as failed";

    public static BatchOutcome Of(InvocationResult result, IReadOnlyList<StreamRecord> batch, bool partialFailures)
    {
        if (!result.Succeeded)
        {
            return new BatchOutcome(0, result.Error);
        }

        return partialFailures ? Read(result.Payload, batch) : default;
    }

    private static BatchOutcome Read(ReadOnlyMemory<byte> payload, IReadOnlyList<StreamRecord> batch)
    {
        if (payload.IsEmpty)
        {
            return default;
        }

        try
        {
            using var answer = JsonDocument.Parse(payload);
            return answer.RootElement.ValueKind switch
            {
                JsonValueKind.Null => default,
                JsonValueKind.Object => Read(answer.RootElement, batch),
                _ => new BatchOutcome(0, Unreadable),
            };
        }
        catch (JsonException)
        {
            return new BatchOutcome(0, Unreadable);
        }
    }

    private static BatchOutcome Read(JsonElement answer, IReadOnlyList<StreamRecord> batch)
    {
        if (!answer.TryGetProperty("batchItemFailures", out var failures) || failures.ValueKind == JsonValueKind.Null)
        {
            return default;
        }

        if (failures.ValueKind != JsonValueKind.Array)
        {
            return new BatchOutcome(0, Unreadable);
        }

        int? lowest = null;
        foreach (var failure in failures.EnumerateArray())
        {
            int index = IndexOf(failure, batch);
            if (index < 0)
            {
                return new BatchOutcome(0, Unreadable);
            }

            lowest = Math.Min(lowest ?? index, index);
        }

        return lowest is null ? default : new BatchOutcome(lowest, $"the function names {batch[lowest.Value].SequenceNumber} as failed");
    }

    private static int IndexOf(JsonElement failure, IReadOnlyList<StreamRecord> batch)
    {
        if (failure.ValueKind != JsonValueKind.Object
            || !failure.TryGetProperty("itemIdentifier", out var identifier)
            || identifier.ValueKind != JsonValueKind.String)
        {
            return -1;
        }

        for (int i = 0; i < batch.Count; i++)
        {
            if (identifier.ValueEquals(batch[i].SequenceNumber))
            {
                return i;
            }
        }

        return -1;
    }
}
