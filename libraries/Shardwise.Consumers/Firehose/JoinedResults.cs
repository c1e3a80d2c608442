namespace Shardwise.Consumers;

/// <summary>The results of one record's parts, as the one result that Firehose takes of a record.</summary>
internal static class JoinedResults
{
    /// <summary>All parts' data, one after the other; dropped where all parts were, failed where one did.</summary>
    public static async ValueTask<FirehoseResult> OfAsync(int count, Func<int, ValueTask<FirehoseResult>> transform)
    {
        FirehoseResult? first = null;
        var data = new MemoryStream();
        for (var part = 0; part < count; part++)
        {
            var result = await transform(part) ?? throw new InvalidOperationException("TransformAsync gave null; allowed is a FirehoseResult.");
            if (result.Outcome == FirehoseOutcome.ProcessingFailed)
            {
                return FirehoseResult.Failed($"Part {part + 1} of {count}: {result.Reason}");
            }

            if (result.Outcome == FirehoseOutcome.Ok)
            {
                first ??= result;
                if (!AreSame(first.PartitionKeys, result.PartitionKeys))
                {
                    return FirehoseResult.Failed(
                        $"Part {part + 1} of {count} has other partition keys than one before it; Firehose takes one set a record.");
                }

                data.Write(result.Data.Span);
            }
        }

        return first is null ? FirehoseResult.Dropped : FirehoseResult.Ok(data.GetBuffer().AsMemory(0, (int)data.Length), first.PartitionKeys);
    }

    private static bool AreSame(IReadOnlyDictionary<string, string>? one, IReadOnlyDictionary<string, string>? other) =>
        (one?.Count ?? 0) == (other?.Count ?? 0)
        && (one is null || one.All(key => other!.TryGetValue(key.Key, out var value) && value == key.Value));
}
