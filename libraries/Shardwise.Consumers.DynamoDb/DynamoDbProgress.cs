using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Shardwise.Consumers;

/// <summary>
/// Remembers progress in a DynamoDB table, for every process of the function. The table has the partition key <c>shard</c> and the sort key
/// <c>sequence</c>, both texts, and its time to live is on <c>expires</c>.
/// </summary>
/// <remarks>A batch costs one query that nearly always finds nothing, and a write only where it stopped with something done.</remarks>
public sealed class DynamoDbProgress : IProgressStore
{
    // Limit of BatchWriteItem: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
    private const int WritesAtOnce = 25;
    private const int MostAttempts = 5;

    private readonly IAmazonDynamoDB _dynamoDb;
    private readonly string _table;
    private readonly string _consumer;
    private readonly TimeSpan _timeToLive;
    private readonly TimeProvider _timeProvider;

    /// <summary>Makes the store.</summary>
    /// <param name="dynamoDb">The client; its own retries and timeouts apply.</param>
    /// <param name="table">The table's name.</param>
    /// <param name="consumer">What the consumer is called, for example its function's name: consumers of one stream do not share progress.</param>
    /// <param name="timeToLive">How long progress is remembered; 1 minute to 365 days, by default 1 day. No less than the mapping retries.</param>
    /// <param name="timeProvider">The clock; the system's by default.</param>
    /// <exception cref="ArgumentException">An argument is empty or out of its range.</exception>
    public DynamoDbProgress(
        IAmazonDynamoDB dynamoDb, string table, string consumer, TimeSpan? timeToLive = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(dynamoDb);
        ArgumentException.ThrowIfNullOrWhiteSpace(table);
        ArgumentException.ThrowIfNullOrWhiteSpace(consumer);
        _dynamoDb = dynamoDb;
        _table = table;
        _consumer = consumer;
        _timeToLive = timeToLive ?? TimeSpan.FromDays(1);
        _timeProvider = timeProvider ?? TimeProvider.System;
        if (_timeToLive < TimeSpan.FromMinutes(1) || _timeToLive > TimeSpan.FromDays(365))
        {
            throw new ArgumentException($"{nameof(timeToLive)} is {_timeToLive}; allowed is 00:01:00 to 365.00:00:00.");
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RecordProgress>> ReadAsync(IReadOnlyList<RecordPosition> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var now = _timeProvider.GetUtcNow().ToUnixTimeSeconds();
        var positions = batch.ToDictionary(position => Sortable.Sequence(position.SequenceNumber));
        var progress = new List<RecordProgress>();
        var query = QueryOf(batch);
        do
        {
            var page = await _dynamoDb.QueryAsync(query, cancellationToken);
            foreach (var item in page.Items ?? [])
            {
                // What has expired may stay in the table for days.
                if (long.Parse(item["expires"].N, CultureInfo.InvariantCulture) > now && positions.TryGetValue(item["sequence"].S, out var position))
                {
                    progress.Add(new RecordProgress(position, DoneText.Parse(TextOf(item, "done")))
                    {
                        Outlasted = OutlastedText.Parse(TextOf(item, "outlasted")),
                    });
                }
            }

            query.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (query.ExclusiveStartKey is { Count: > 0 });

        return progress;
    }

    /// <inheritdoc/>
    /// <exception cref="DependencyUnavailableException">The table did not take all in several attempts.</exception>
    public async Task WriteAsync(IReadOnlyList<RecordProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        foreach (var some in progress.Select(RequestOf).Chunk(WritesAtOnce))
        {
            await WriteSomeAsync([.. some], cancellationToken);
        }
    }

    private async Task WriteSomeAsync(List<WriteRequest> writes, CancellationToken cancellationToken)
    {
        for (var attempt = 1; writes.Count > 0; attempt++)
        {
            var request = new BatchWriteItemRequest { RequestItems = new() { [_table] = writes } };
            var answer = await _dynamoDb.BatchWriteItemAsync(request, cancellationToken);
            writes = answer.UnprocessedItems?.GetValueOrDefault(_table) ?? [];
            if (writes.Count > 0 && attempt == MostAttempts)
            {
                throw new DependencyUnavailableException($"The table {_table} did not take {writes.Count} entries in {attempt} attempts.");
            }

            if (writes.Count > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50 * Math.Pow(2, attempt) * Random.Shared.NextDouble()), _timeProvider, cancellationToken);
            }
        }
    }

    private QueryRequest QueryOf(IReadOnlyList<RecordPosition> batch) => new()
    {
        TableName = _table,
        ConsistentRead = true,
        KeyConditionExpression = "#shard = :shard AND #sequence BETWEEN :first AND :last",
        ExpressionAttributeNames = new() { ["#shard"] = "shard", ["#sequence"] = "sequence" },
        ExpressionAttributeValues = new()
        {
            [":shard"] = new() { S = ShardOf(batch[0]) },
            [":first"] = new() { S = Sortable.Sequence(batch[0].SequenceNumber) },
            [":last"] = new() { S = Sortable.Sequence(batch[^1].SequenceNumber) },
        },
    };

    private WriteRequest RequestOf(RecordProgress progress)
    {
        var item = new Dictionary<string, AttributeValue>
        {
            ["shard"] = new() { S = ShardOf(progress.Position) },
            ["sequence"] = new() { S = Sortable.Sequence(progress.Position.SequenceNumber) },
        };
        if (progress.IsNothing)
        {
            return new WriteRequest(new DeleteRequest(item));
        }

        var expires = (_timeProvider.GetUtcNow() + _timeToLive).ToUnixTimeSeconds();
        item["done"] = new() { S = DoneText.Of(progress.Done) };
        if (progress.Outlasted.Count > 0)
        {
            item["outlasted"] = new() { S = OutlastedText.Of(progress.Outlasted) };
        }

        item["expires"] = new() { N = expires.ToString(CultureInfo.InvariantCulture) };
        return new WriteRequest(new PutRequest(item));
    }

    private static string TextOf(Dictionary<string, AttributeValue> item, string name) => item.TryGetValue(name, out var value) ? value.S ?? "" : "";

    private string ShardOf(RecordPosition position) => $"{_consumer}|{position.StreamArn}|{position.ShardId}";
}
