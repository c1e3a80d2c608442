using System.Collections.Concurrent;
using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace Shardwise.Consumers;

/// <summary>
/// Puts an item a record into a DynamoDB table, on condition: an item is replaced only by a record that came after the one that it was made of. A
/// redelivery therefore changes nothing, and never brings back an older state.
/// </summary>
/// <remarks>
/// The attribute <see cref="PositionAttribute"/> keeps where an item came from. A shard's sequence numbers lie above those of the shards that it
/// was made of, so that the rule holds over a reshard; it holds among records of one partition key, not among keys.
/// </remarks>
/// <typeparam name="T">What an item is made of.</typeparam>
public sealed class DynamoDbSink<T> : ISink<T>
{
    /// <summary>The attribute that the sink adds to each item.</summary>
    public const string PositionAttribute = "shardwisePosition";

    // Hides DynamoDB's latency (some milliseconds a put) within the connections that the SDK keeps by default (50).
    private const int PutsAtOnce = 32;

    private readonly IAmazonDynamoDB _dynamoDb;
    private readonly string _table;
    private readonly Func<T, Dictionary<string, AttributeValue>> _toItem;

    /// <summary>Makes the sink.</summary>
    /// <param name="dynamoDb">The client; its own retries and timeouts apply.</param>
    /// <param name="table">The table's name.</param>
    /// <param name="toItem">Makes the item, its key included.</param>
    public DynamoDbSink(IAmazonDynamoDB dynamoDb, string table, Func<T, Dictionary<string, AttributeValue>> toItem)
    {
        ArgumentNullException.ThrowIfNull(dynamoDb);
        ArgumentException.ThrowIfNullOrWhiteSpace(table);
        ArgumentNullException.ThrowIfNull(toItem);
        (_dynamoDb, _table, _toItem) = (dynamoDb, table, toItem);
    }

    /// <inheritdoc/>
    /// <exception cref="RejectedRecordException">The item is larger than the 409,600 bytes that DynamoDB takes.</exception>
    public void Check(T value)
    {
        var size = ItemSize.Of(_toItem(value)) + PositionAttribute.Length + Sortable.PositionLength;
        if (size > ItemSize.Most)
        {
            throw new RejectedRecordException(string.Create(
                CultureInfo.InvariantCulture, $"Its item has some {size} bytes; DynamoDB takes {ItemSize.Most} at most."));
        }
    }

    /// <inheritdoc/>
    /// <exception cref="RejectedItemsException">DynamoDB refused items for what they hold, such as an empty key; all others are there.</exception>
    /// <exception cref="DependencyUnavailableException">DynamoDB refused an item or could not be reached.</exception>
    public async Task WriteAsync(IReadOnlyList<SinkItem<T>> items, CancellationToken cancellationToken)
    {
        var limits = new ParallelOptions { MaxDegreeOfParallelism = PutsAtOnce, CancellationToken = cancellationToken };
        var rejected = new ConcurrentQueue<RejectedItem>();
        await Parallel.ForEachAsync(items, limits, (item, token) => PutAsync(item, rejected, token));
        if (!rejected.IsEmpty)
        {
            throw new RejectedItemsException([.. rejected]);
        }
    }

    private async ValueTask PutAsync(SinkItem<T> item, ConcurrentQueue<RejectedItem> rejected, CancellationToken cancellationToken)
    {
        var position = new AttributeValue { S = Sortable.Position(item) };
        var request = new PutItemRequest
        {
            TableName = _table,
            Item = new(_toItem(item.Value)) { [PositionAttribute] = position },
            ConditionExpression = "attribute_not_exists(#position) OR #position < :position",
            ExpressionAttributeNames = new() { ["#position"] = PositionAttribute },
            ExpressionAttributeValues = new() { [":position"] = position },
        };
        try
        {
            await _dynamoDb.PutItemAsync(request, cancellationToken);
        }
        catch (ConditionalCheckFailedException)
        {
            // This record's item, or a later one's, is there.
        }
        catch (AmazonServiceException refused) when (refused.ErrorCode is "ValidationException" or "ItemCollectionSizeLimitExceededException")
        {
            rejected.Enqueue(new RejectedItem(
                item.Position, item.SubSequenceNumber, $"The table {_table} never takes its item: {refused.ErrorCode}: {refused.Message}"));
        }
        catch (AmazonServiceException refused)
        {
            throw new DependencyUnavailableException(
                $"The table {_table} did not take the item of {item.IdempotencyKey}: {refused.ErrorCode} (HTTP {(int)refused.StatusCode}).", refused);
        }
        catch (Exception unreached) when (unreached is AmazonClientException or HttpRequestException or IOException)
        {
            throw new DependencyUnavailableException($"DynamoDB could not be reached to write to the table {_table}.", unreached);
        }
    }
}
