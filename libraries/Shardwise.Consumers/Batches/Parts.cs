namespace Shardwise.Consumers;

/// <summary>How far the parts of one record are: kept from one attempt to the next, so that no part is processed again that was done.</summary>
internal sealed class Parts
{
    private int _next;
    private int _rejected;
    private string? _reason;

    /// <summary>
    /// Processes what is left of a record's parts in their order. One that is rejected lets the others go on; when all were tried, it rejects the
    /// record.
    /// </summary>
    public static async Task ProcessAsync(int count, StreamRecord record, ConsumerContext context, Func<int, Task> process)
    {
        var parts = context.PartsOf(record) ?? new Parts();
        try
        {
            while (parts._next < count)
            {
                await parts.ProcessNextAsync(count, process);
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            context.KeepPartsOf(record, parts);
            throw;
        }

        if (parts._reason is not null)
        {
            throw new RejectedRecordException(
                parts._rejected == 1 ? parts._reason : $"{parts._reason} ({parts._rejected} of its parts were rejected.)");
        }
    }

    private async Task ProcessNextAsync(int count, Func<int, Task> process)
    {
        try
        {
            await process(_next);
        }
        catch (RejectedRecordException rejected)
        {
            _rejected++;
            _reason ??= count == 1 ? rejected.Message : $"Part {_next + 1} of {count}: {rejected.Message}";
        }

        _next++;
    }
}
