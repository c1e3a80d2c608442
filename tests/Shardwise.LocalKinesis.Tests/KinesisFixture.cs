using Microsoft.Extensions.Time.Testing;

namespace Shardwise.LocalKinesis.Tests;

/// <summary>One local Kinesis for the tests of a class, with a clock that stands still until it is moved. Limits are off.</summary>
public sealed class KinesisFixture : IAsyncLifetime
{
    public static readonly DateTimeOffset Start = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    internal FakeTimeProvider Clock { get; } = new(Start);

    internal LocalKinesis Kinesis { get; private set; } = null!;

    internal Wire Wire { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Kinesis = await LocalKinesis.StartAsync(new LocalKinesisOptions
        {
            Clock = Clock, EnforceLimits = false,
            StateChangeDuration = TimeSpan.FromSeconds(1)
        });
        Wire = new Wire(Kinesis.Endpoint);
    }

    public async Task DisposeAsync()
    {
        Wire.Dispose();
        await Kinesis.DisposeAsync();
    }

    internal async Task<string> StreamAsync(int? shards = 1)
    {
        var name = "s-" + Guid.NewGuid().ToString("N")[..8];
        await Kinesis.CreateStreamAsync(name, shards);
        return name;
    }

    /// <summary>Lets whatever is going on come to its end.</summary>
    internal void Settle() => Clock.Advance(TimeSpan.FromSeconds(2));

    internal async Task<string> IteratorAsync(string stream, int shard, string rest = "\"ShardIteratorType\":\"TRIM_HORIZON\"") =>
        (await Wire.CallAsync("GetShardIterator", $$"""{"StreamName":"{{stream}}","ShardId":"shardId-{{shard:D12}}",{{rest}}}"""))["ShardIterator"]!.GetValue<string>();

    internal async Task<System.Text.Json.Nodes.JsonObject> ReadAsync(string iterator, string rest = "") =>
        await Wire.CallAsync("GetRecords", $$"""{"ShardIterator":"{{iterator}}"{{rest}}}""");

    internal async Task<string> PutAsync(string stream, string key, string data = "AA==", string rest = "") =>
        (await Wire.CallAsync("PutRecord", $$"""{"StreamName":"{{stream}}","PartitionKey":"{{key}}","Data":"{{data}}"{{rest}}}"""))["SequenceNumber"]!.GetValue<string>();
}
