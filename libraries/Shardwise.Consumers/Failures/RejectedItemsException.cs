namespace Shardwise.Consumers;

/// <summary>
/// Thrown by a sink when all of a batch is safe but some items that are refused for good. Their records go to the dead letters, and the batch goes
/// on.
/// </summary>
public sealed class RejectedItemsException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="items">Those that are refused; one at least. All others of the batch must be safe.</param>
    /// <param name="innerException">What told so.</param>
    /// <exception cref="ArgumentException">There is no item.</exception>
    public RejectedItemsException(IReadOnlyList<RejectedItem> items, Exception? innerException = null)
        : base(Text(items), innerException) => Items = items;

    /// <summary>The items that are refused.</summary>
    public IReadOnlyList<RejectedItem> Items { get; }

    private static string Text(IReadOnlyList<RejectedItem> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items.Count > 0
            ? $"{items.Count} items are refused for good. {items[0].Reason}"
            : throw new ArgumentException("There is no item; allowed is one or more.", nameof(items));
    }
}
